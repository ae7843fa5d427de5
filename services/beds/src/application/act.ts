import type { CommandContext } from '@flow/platform/decider/handler';
import { derivedId } from '@flow/platform/ids/ids';
import type { Instant } from '@flow/platform/time/instant';
import type { BookCommand } from '../domain/book/commands';
import type { BookEvent } from '../domain/book/events';
import type { BookState } from '../domain/book/state';
import { deedId, type BedId, type DeedId, type HoldId, type StayId, type UserId } from '../domain/ids';
import type { Acted, Refused } from './answers';
import type { Acting, SeenRow } from './beds-inputs';
import { carryOut } from './carry-out';
import { askedBy, versionOf, type BedsDeps } from './deps';
import { orRefusal } from './settled-streams';

/** What is on every command of a person. */
export interface ByPerson {
  readonly by: UserId;
  readonly at: Instant;
  readonly occurredAt?: Instant;
  readonly seen?: readonly SeenRow[];
}

/** What a command is about, whether or not it changes it. */
export interface About {
  readonly stays?: readonly StayId[];
  readonly beds?: readonly BedId[];
  readonly deedId?: DeedId;
  readonly holdId?: HoldId;
}

/** The deed of a command: sent again it is the same deed. */
export const deedOf = (context: CommandContext): DeedId => deedId(derivedId('deed', context.commandId));

export const lastDeedOf = (state: BookState, stayId: StayId): DeedId =>
  state.stays.get(stayId)?.undo?.deedId ?? deedId('none');

function movedBy(events: readonly BookEvent[]): { stays: StayId[]; beds: BedId[] } {
  const legs = events.flatMap((event) => (event.type === 'PatientsMoved' ? event.legs : []));
  return {
    stays: legs.map(({ stayId }) => stayId),
    beds: legs.flatMap(({ from, to }) => [from?.bedId ?? [], to?.bedId ?? []].flat()),
  };
}

export interface Doing {
  readonly input: Acting;
  readonly about: About;
  readonly context: CommandContext;
  readonly build: (person: ByPerson, state: BookState) => BookCommand | Promise<BookCommand>;
}

/** Carries out what a person asks for, and says what it changed. */
export const act = (deps: BedsDeps, { input, about, context, build }: Doing): Promise<Acted | Refused> =>
  orRefusal(async () => {
    const { occurredAt, seen } = input;
    const done = await carryOut(
      deps,
      async (state) => {
        const person: ByPerson = {
          ...askedBy(deps, context),
          ...(occurredAt !== undefined && { occurredAt }),
          ...(seen !== undefined && { seen }),
        };
        return build(person, state);
      },
      context,
    );
    if (done.outcome === 'refused') return done;
    const moved = movedBy(done.events);
    return {
      outcome: 'done',
      version: versionOf(deps, done.position),
      changed: done.changed,
      tasks: done.tasks,
      stayIds: [...new Set([...(about.stays ?? []), ...moved.stays])],
      bedIds: [...new Set([...(about.beds ?? []), ...moved.beds])],
      deedId: about.deedId ?? null,
      holdId: about.holdId ?? null,
    };
  });
