import type { CommandContext } from '@flow/platform/decider/handler';
import type { Instant } from '@flow/platform/time/instant';
import type { BookState } from '../domain/book/state';
import type { BedId, HoldId } from '../domain/ids';
import type { Refused } from './answers';
import { carryOut, type CarriedOut } from './carry-out';
import { askedBy, type BedsDeps } from './deps';
import { orRefusal } from './settled-streams';
import { stepOf } from './steps';

/** A hold whose time is over. It means nothing any more: tidying it away only makes the boards say so. */
export interface LapsedHold {
  readonly bedId: BedId;
  readonly holdId: HoldId;
  readonly until: Instant;
}

const holds = (state: BookState): LapsedHold[] =>
  state.beds
    .rows()
    .flatMap(({ bedId, hold }) => (hold === null ? [] : [{ bedId, holdId: hold.holdId, until: hold.until }]));

export const lapsedHolds = (state: BookState, now: Instant): LapsedHold[] =>
  holds(state).filter(({ until }) => until <= now);

/** When the next hold lapses; undefined: there is none. */
export const nextLapse = (state: BookState): Instant | undefined =>
  holds(state)
    .map(({ until }) => until)
    .sort()[0];

/** The context of what a timer does: one command for one hold and its end, whichever instance fires. */
export const timerContext = ({ bedId, holdId, until }: LapsedHold): CommandContext =>
  stepOf(
    {
      commandId: holdId,
      inputHash: '',
      correlationId: holdId,
      causationId: holdId,
      actor: { user: 'service:beds', role: 'service' },
      origin: 'timer',
      entryMode: 'live',
    },
    'hold lapsed',
    bedId,
    holdId,
    until,
  );

/** Tidies a lapsed hold away. One that was prolonged, used or replaced meanwhile is left alone. */
export const expireHold = (deps: BedsDeps, lapsed: LapsedHold): Promise<CarriedOut | Refused> => {
  const { bedId, holdId } = lapsed;
  const context = timerContext(lapsed);
  return orRefusal(() =>
    carryOut(
      deps,
      (state) => {
        const hold = state.beds.get(bedId)?.hold;
        const isOver = hold?.holdId === holdId && hold.until <= deps.clock.now();
        return Promise.resolve(isOver ? { type: 'ReleaseHold', bedId, holdId, ...askedBy(deps, context) } : undefined);
      },
      context,
    ),
  );
};
