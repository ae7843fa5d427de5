import type { CommandContext, Handled } from '@flow/platform/decider/handler';
import type { Identity } from '@flow/platform/security/identity';
import type { Clock } from '@flow/platform/time/clock';
import { laterBy, type Instant } from '@flow/platform/time/instant';
import type {
  BreakGlassCommand,
  BreakGlassEvent,
  BreakGlassReason,
  BreakGlassRejection,
  Opening,
  ReviewOutcome,
} from '../domain/break-glass';
import type { FoldedOpenings } from './opened-patients';

/** What names a patient: exactly one. */
export type Named =
  | { readonly by: 'id'; readonly id: string }
  | { readonly by: 'bed'; readonly bedId: string }
  | { readonly by: 'nhsNumber'; readonly nhsNumber: string }
  | { readonly by: 'hospitalNumber'; readonly hospitalNumber: { readonly authority: string; readonly value: string } };

/** Finds whoever is named, shielded or not, in whatever ward. */
export interface Finding {
  /** Every id of them, the one in use first; none where nobody is named. */
  idsOf(named: Named): Promise<readonly string[]>;
}

/** Keeps what people write about patients. */
export interface ReasonNotes {
  /** The same key is the same note. Throws when it cannot be kept now. */
  write(note: {
    readonly key: string;
    readonly patientId: string;
    readonly text: string;
    readonly onBehalfOf: string;
  }): Promise<{ readonly noteId: string } | { readonly refused: 'IDEMPOTENCY_KEY_REUSED' | 'INVALID_INPUT' }>;
}

/** The streams of openings. */
export interface BreakGlasses {
  handle(
    id: string,
    command: BreakGlassCommand,
    context: CommandContext,
  ): Promise<Handled<BreakGlassEvent, BreakGlassRejection>>;
}

export interface BreakGlassDeps {
  readonly finding: Finding;
  readonly notes: ReasonNotes;
  readonly streams: BreakGlasses;
  readonly opened: Pick<FoldedOpenings, 'took'>;
  readonly clock: Clock;
  readonly minutes: number;
}

export interface Breaking {
  readonly named: Named;
  readonly reason: BreakGlassReason;
  readonly text: string | undefined;
  readonly identity: Identity;
}

export const MOST_TEXT = 1000;

export type BreakGlassRefusal =
  | 'TEXT_REQUIRED'
  | 'TEXT_TOO_LONG'
  | 'INVALID_INPUT'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'CONTENDED'
  | 'EXPIRED'
  | BreakGlassRejection;

export type Broken =
  | { readonly outcome: 'opened'; readonly id: string; readonly until: Instant }
  | { readonly outcome: 'refused'; readonly code: BreakGlassRefusal };

export const refused = (code: BreakGlassRefusal) => ({ outcome: 'refused', code }) as const;

/** Why a command was not carried out, by its outcome; undefined where it was. */
export function refusalOf(handled: Handled<BreakGlassEvent, BreakGlassRejection>): BreakGlassRefusal | undefined {
  switch (handled.outcome) {
    case 'done':
      return undefined;
    case 'rejected':
      return handled.rejection;
    case 'key-reused':
      return 'IDEMPOTENCY_KEY_REUSED';
    case 'expired':
      return 'EXPIRED';
    case 'contended':
      return 'CONTENDED';
  }
}

const NO_NOTE = { noteId: null } as const;

/** Where care is urgent, a note that cannot be kept is no reason to wait. */
async function noteOf(
  { notes }: BreakGlassDeps,
  { text, reason, identity }: Breaking,
  { patientId, key }: { patientId: string | undefined; key: string },
): Promise<Awaited<ReturnType<ReasonNotes['write']>> | typeof NO_NOTE> {
  if (text === undefined || text === '' || patientId === undefined) return NO_NOTE;
  try {
    const note = await notes.write({ key, patientId, text, onBehalfOf: identity.subject });
    return 'refused' in note && reason === 'EMERGENCY_CARE' ? NO_NOTE : note;
  } catch (error) {
    if (reason === 'EMERGENCY_CARE') return NO_NOTE;
    throw error;
  }
}

/** What a screen would not show as it is. Looked for before anybody is, so that a refusal tells nobody who is here. */
const UNSHOWN = /[\p{Cs}\u202A-\u202E\u2066-\u2069]|(?![\r\n\t])\p{Cc}/u;

function textFault(text: string, reason: BreakGlassReason): BreakGlassRefusal | undefined {
  if (text.length > MOST_TEXT) return 'TEXT_TOO_LONG';
  if (text === '' && reason === 'OTHER') return 'TEXT_REQUIRED';
  return UNSHOWN.test(text) && reason !== 'EMERGENCY_CARE' ? 'INVALID_INPUT' : undefined;
}

/**
 * Opens whoever is named to this person for a time. It is recorded also where nobody is, and answered the same, so that it tells
 * nobody who is here. Nothing waits for a review.
 */
export async function breakGlass(deps: BreakGlassDeps, told: Breaking, context: CommandContext): Promise<Broken> {
  const text = told.text?.trim() ?? '';
  const fault = textFault(text, told.reason);
  if (fault !== undefined) return refused(fault);
  const { finding, streams, opened, clock, minutes } = deps;
  const { subject, roles, device } = told.identity;
  const patientIds = await finding.idsOf(told.named);
  const id = context.commandId;
  const note = await noteOf(deps, { ...told, text }, { patientId: patientIds[0], key: id });
  if ('refused' in note) return refused(note.refused);
  const openedAt = clock.now();
  const opening: Opening = {
    ...{ user: subject, roles, device: device ?? null, reason: told.reason, noteId: note.noteId, patientIds, openedAt },
    until: laterBy(openedAt, minutes * 60_000),
  };
  const handled = await streams.handle(id, { type: 'Open', opening }, context);
  if (handled.outcome !== 'done') return refused(refusalOf(handled) ?? 'CONTENDED');
  const first = handled.events.find((event) => event.type === 'Opened')?.opening ?? opening;
  opened.took(first);
  return { outcome: 'opened', id, until: first.until };
}

export interface Reviewing {
  readonly id: string;
  readonly by: string;
  readonly outcome: ReviewOutcome;
  readonly seenReviews?: number;
}

/** Undefined when it was taken. */
export async function reviewBreakGlass(
  { streams, clock }: Pick<BreakGlassDeps, 'streams' | 'clock'>,
  { id, by, outcome, ...seen }: Reviewing,
  context: CommandContext,
): Promise<BreakGlassRefusal | undefined> {
  const review = { by, at: clock.now(), outcome };
  return refusalOf(await streams.handle(id, { type: 'Review', review, ...seen }, context));
}
