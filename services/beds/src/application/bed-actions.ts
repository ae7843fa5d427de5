import type { CommandContext } from '@flow/platform/decider/handler';
import { derivedId } from '@flow/platform/ids/ids';
import { laterBy } from '@flow/platform/time/instant';
import type { BookCommand } from '../domain/book/commands';
import { holdId } from '../domain/ids';
import { act, type ByPerson } from './act';
import { refused, type Acted, type Refused } from './answers';
import type { BedsActions } from './beds-actions';
import type { HoldBed, OfBed } from './beds-inputs';
import type { BedsDeps } from './deps';

type PlainBedCommand = 'OpenBed' | 'StartCleaning' | 'StopCleaning' | 'MarkBedClean' | 'MarkBedNotClean';

type BedActions = Pick<
  BedsActions,
  | 'holdBed'
  | 'releaseHold'
  | 'closeBed'
  | 'openBed'
  | 'startCleaning'
  | 'stopCleaning'
  | 'markBedClean'
  | 'markBedNotClean'
>;

async function holdBed(deps: BedsDeps, input: HoldBed, context: CommandContext): Promise<Acted | Refused> {
  const { bedId, until, reason, patientId } = input;
  if (until > laterBy(deps.clock.now(), deps.longestHoldMs)) return refused({ code: 'HOLD_TOO_LONG' });
  if (patientId !== null && (await deps.patients.detailsOf(patientId)) === undefined)
    return refused({ code: 'PATIENT_UNKNOWN' });
  const id = input.holdId ?? holdId(derivedId('hold', context.commandId));
  const build = (person: ByPerson): BookCommand => ({
    ...{ type: 'HoldBed', bedId, holdId: id, until, reason, patientId },
    ...person,
  });
  return act(deps, { input, about: { beds: [bedId], holdId: id }, context, build });
}

/** What people do to beds themselves. */
export function createBedActions(deps: BedsDeps): BedActions {
  const toBed = (input: OfBed, context: CommandContext, build: (person: ByPerson) => BookCommand) =>
    act(deps, { input, about: { beds: [input.bedId] }, context, build });
  const plain = (type: PlainBedCommand) => (input: OfBed, context: CommandContext) =>
    toBed(input, context, (person) => ({ type, bedId: input.bedId, ...person }));

  return {
    holdBed: (input, context) => holdBed(deps, input, context),
    releaseHold(input, context) {
      const { bedId, holdId: id } = input;
      const build = (person: ByPerson): BookCommand => ({ type: 'ReleaseHold', bedId, holdId: id, ...person });
      return act(deps, { input, about: { beds: [bedId], holdId: id }, context, build });
    },
    closeBed: (input, context) =>
      toBed(input, context, (person) => ({
        ...{ type: 'CloseBed', bedId: input.bedId, reason: input.reason },
        ...(input.keepOccupant !== undefined && { keepOccupant: input.keepOccupant }),
        ...person,
      })),
    openBed: plain('OpenBed'),
    startCleaning: plain('StartCleaning'),
    stopCleaning: plain('StopCleaning'),
    markBedClean: plain('MarkBedClean'),
    markBedNotClean: plain('MarkBedNotClean'),
  };
}
