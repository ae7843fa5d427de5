import { laterBy, type Instant } from '@flow/platform/time/instant';
import { reject, type Decision } from '@flow/platform/decider/decider';
import type { Bed, BookState, BookStay, Mark } from './state';
import type { BookCommand } from './commands';
import type { BookEvent } from './events';
import type { BookRejection, RefusalCode } from './rejections';

export type BookDecision = Decision<BookEvent, BookRejection>;

const AHEAD_MS = 5 * 60_000;

export const refuse = (code: RefusalCode): Decision<never, BookRejection> => reject({ code });

/** Time in the book never runs back, whatever a clock says. */
export const nowIn = (state: BookState, at: Instant): Instant =>
  state.lastAt !== null && state.lastAt > at ? state.lastAt : at;

interface Acted {
  readonly at: Instant;
  readonly occurredAt?: Instant;
  readonly seen?: readonly { readonly id: string; readonly seq: number }[];
}

/** When it was true: as said, else now, but not before the last that happened to the stay. */
export function occurredAtOf(command: Acted, state: BookState, after?: Instant): Instant {
  if (command.occurredAt !== undefined) return command.occurredAt;
  const now = nowIn(state, command.at);
  return after !== undefined && after > now ? after : now;
}

export function timeFault(command: Acted, after?: Instant): RefusalCode | undefined {
  const { occurredAt, at } = command;
  if (occurredAt === undefined) return undefined;
  if (occurredAt > laterBy(at, AHEAD_MS)) return 'OCCURS_IN_THE_FUTURE';
  return after !== undefined && occurredAt < after ? 'OCCURRED_BEFORE_LAST_MOVEMENT' : undefined;
}

/** Nobody can have seen a row at a count that this book has not come to. */
export const sawWhatNeverWas = (command: BookCommand, state: BookState): boolean =>
  'seen' in command && command.seen.some(({ seq }) => seq > state.seq);

type Fact = Extract<BookRejection, { code: 'CHANGED_SINCE_SEEN' }>['fact'];

function changed(command: Acted, id: string, facts: readonly (readonly [Fact, Mark])[]): BookRejection | undefined {
  const seen = command.seen?.find((row) => row.id === id);
  if (seen === undefined) return undefined;
  const [fact] = facts.filter(([, mark]) => mark.seq > seen.seq);
  if (fact === undefined) return undefined;
  return { code: 'CHANGED_SINCE_SEEN', id, fact: fact[0], by: fact[1].by, at: fact[1].at };
}

/** Whether one of these facts of the bed changed after the person saw it, and who changed it. */
export const bedChangedSince = (command: Acted, bed: Bed, facts: readonly (keyof Bed['marks'])[]) =>
  changed(
    command,
    bed.bedId,
    facts.map((fact) => [fact, bed.marks[fact]] as const),
  );

export const stayChangedSince = (command: Acted, stay: BookStay) =>
  changed(command, stay.stayId, [['stay', stay.mark] as const]);
