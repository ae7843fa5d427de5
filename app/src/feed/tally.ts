import { readFrame } from '@flow/ipm/domain/hl7/charset';
import { headerOf } from '@flow/ipm/domain/hl7/header';
import { expectsReply } from '@flow/ipm/domain/hl7/reply-rule';

/** What became of the messages of a feed. */
export interface Counts {
  readonly sent: number;
  /** AA or CA. */
  readonly accepted: number;
  /** AE or CE. */
  readonly erred: number;
  /** AR or CR. */
  readonly rejected: number;
  /** Acknowledgements, and messages whose header asks for no answer, that got none. */
  readonly unasked: number;
  /** An answer was asked for, and none came. */
  readonly unanswered: number;
}

interface Sent {
  readonly controlId: string;
  readonly awaited: boolean;
}

type Answer = 'accepted' | 'erred' | 'rejected';

const ANSWERS: Readonly<Record<string, Answer>> = {
  AA: 'accepted',
  CA: 'accepted',
  AE: 'erred',
  CE: 'erred',
  AR: 'rejected',
  CR: 'rejected',
};

/**
 * Which message each reply answers: the earliest of that control id that waits for an answer, for a feed may hold many of the
 * same id, or of none; else one that asked for nothing and gets something all the same.
 */
export function createTally() {
  const waiting: string[] = [];
  const unasked: string[] = [];
  const counts = { sent: 0, accepted: 0, erred: 0, rejected: 0 };
  return {
    sent(message: Buffer): void {
      const { controlId, awaited } = sentOf(message);
      counts.sent += 1;
      (awaited ? waiting : unasked).push(controlId);
    },
    /** False when it answers nothing that we sent. */
    answered(reply: Buffer): boolean {
      const msa = readFrame(reply, 'windows-1252')?.message.segment('MSA');
      const answer = ANSWERS[msa?.rawField(1).trim() ?? ''];
      const controlId = msa?.rawField(2).trim() ?? '';
      const known = answer !== undefined && (taken(waiting, controlId) || taken(unasked, controlId));
      if (known) counts[answer] += 1;
      return known;
    },
    /** How many answers are still to come. */
    awaited: () => waiting.length,
    counts: (): Counts => ({ ...counts, unasked: unasked.length, unanswered: waiting.length }),
  };
}

function taken(open: string[], controlId: string): boolean {
  const at = open.indexOf(controlId);
  if (at >= 0) open.splice(at, 1);
  return at >= 0;
}

export type Tally = ReturnType<typeof createTally>;

function sentOf(message: Buffer): Sent {
  const parsed = readFrame(message, 'windows-1252')?.message;
  if (!parsed) return { controlId: '', awaited: false };
  return { controlId: parsed.segment('MSH')?.rawField(10).trim() ?? '', awaited: expectsReply(headerOf(parsed)) };
}

/** Whether everything that asked for an answer got a good one. */
export const wentWell = ({ erred, rejected, unanswered }: Counts): boolean => erred + rejected + unanswered === 0;

/** One line for people: `sent 225: 213 AA, 0 AE, 0 AR, 12 asked for no acknowledgement, 0 unanswered`. */
export const countsLine = ({ sent, accepted, erred, rejected, unasked, unanswered }: Counts): string =>
  `sent ${sent}: ${accepted} AA, ${erred} AE, ${rejected} AR, ${unasked} asked for no acknowledgement, ${unanswered} unanswered`;
