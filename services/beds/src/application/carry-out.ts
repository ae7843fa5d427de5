import type { CommandContext, Handled } from '@flow/platform/decider/handler';
import type { Position } from '@flow/platform/event-store/event-store';
import { unreachable } from '@flow/platform/decider/decider';
import type { TaskId } from '@flow/platform/tasks/task';
import type { BookCommand, PatientDetails } from '../domain/book/commands';
import type { BookEvent } from '../domain/book/events';
import type { BookRejection } from '../domain/book/rejections';
import { EMPTY_BOOK } from '../domain/book/rows';
import type { BookState } from '../domain/book/state';
import type { StayId } from '../domain/ids';
import { refused, type Refused } from './answers';
import { askedBy, type BedsDeps } from './deps';
import { foldNow, recordDeeds } from './record-deeds';
import { refusalOf } from './settled-streams';
import { settleTasks } from './settle-tasks';
import { stepOf } from './steps';

/** What the book answered, when all that follows from it is written as well. */
export interface CarriedOut {
  readonly outcome: 'done';
  readonly events: readonly BookEvent[];
  readonly position: Position | undefined;
  readonly changed: boolean;
  readonly tasks: readonly TaskId[];
}

type Build = (state: BookState) => Promise<BookCommand | undefined>;

/**
 * Asks the book, then writes what follows from its answer: deeds into the streams of their stays, tasks into theirs. A crash
 * between leaves the rest to whoever sends the same command again.
 */
export async function carryOut(deps: BedsDeps, build: Build, context: CommandContext): Promise<CarriedOut | Refused> {
  let before = EMPTY_BOOK;
  const handled = await deps.book.handleWith((state) => {
    before = state;
    return build(state);
  }, context);
  return answered(deps, handled, before, context);
}

async function answered(
  deps: BedsDeps,
  handled: Handled<BookEvent, BookRejection>,
  before: BookState,
  context: CommandContext,
): Promise<CarriedOut | Refused> {
  switch (handled.outcome) {
    case 'done': {
      const { events, position, repeated } = handled;
      for (const event of events) await recordDeeds(deps, event, context);
      for (const stayId of leftBy(events)) await reconcileStay(deps, stayId, [], context);
      const tasks = await settleTasks(deps, { before, events, repeated }, context);
      return { outcome: 'done', events, position, changed: events.length > 0 && !repeated, tasks };
    }
    case 'rejected':
      return refused(handled.rejection);
    case 'key-reused':
    case 'expired':
    case 'contended':
      return refusalOf(handled.outcome);
    default:
      return unreachable(handled);
  }
}

/**
 * Stays that our people ended. The book may have let them go, and a telling may have come in before their streams had the
 * deed: they are weighed again.
 */
export const leftBy = (events: readonly BookEvent[]): StayId[] =>
  events.flatMap((event) =>
    event.type === 'PatientsMoved'
      ? event.legs.flatMap(({ stayId, to, deed }) => (to === null && deed !== undefined ? [stayId] : []))
      : [],
  );

/** Weighs again what is told and done of a stay, for a reason other than a telling. */
export async function reconcileStay(
  deps: BedsDeps,
  stayId: StayId,
  patients: readonly PatientDetails[],
  context: CommandContext,
): Promise<CarriedOut | Refused> {
  const step = stepOf(context, 'reconcile', stayId, context.commandId);
  return carryOut(
    deps,
    async (state) => {
      const stay = await foldNow(deps, state, stayId, step);
      return stay === undefined ? undefined : { type: 'Reconcile', stays: [stay], patients, ...askedBy(deps, step) };
    },
    step,
  );
}
