import type { CommandContext } from '@flow/platform/decider/handler';
import { derivedId } from '@flow/platform/ids/ids';
import { stayId, type StayId } from '../domain/ids';
import { toldStay } from '../domain/stay/fold-stay';
import { act, deedOf, lastDeedOf, type ByPerson } from './act';
import { refused, type Acted, type Refused } from './answers';
import type { BedsActions } from './beds-actions';
import type { AdmitPatient, MovePatient, OfStay, Reverting, RevertSwap, SwapPatients } from './beds-inputs';
import type { BedsDeps } from './deps';
import { foldNow } from './record-deeds';

type WithDeed = 'Discharge' | 'ConfirmPlace' | 'StartLeave' | 'EndLeave';
type TakesBack = 'RevertMove' | 'CancelLeaveStart' | 'CancelLeaveEnd';

type PatientActions = Pick<
  BedsActions,
  | 'admit'
  | 'cancelAdmission'
  | 'move'
  | 'revertMove'
  | 'swap'
  | 'revertSwap'
  | 'discharge'
  | 'reinstateStay'
  | 'confirmPlace'
  | 'settleDispute'
  | 'startLeave'
  | 'cancelLeaveStart'
  | 'endLeave'
  | 'cancelLeaveEnd'
>;

type Answer = Promise<Acted | Refused>;

async function admit(deps: BedsDeps, input: AdmitPatient, context: CommandContext): Answer {
  const patient = await deps.patients.detailsOf(input.patientId);
  if (patient === undefined) return refused({ code: 'PATIENT_UNKNOWN' });
  const id = stayId(derivedId('stay', context.commandId));
  const deedId = deedOf(context);
  const { arrival } = input;
  const build = (person: ByPerson) => ({ type: 'Admit', stayId: id, patient, arrival, deedId, ...person }) as const;
  return act(deps, { input, about: { stays: [id], deedId }, context, build });
}

async function reinstate(deps: BedsDeps, input: MovePatient, context: CommandContext): Answer {
  const { stayId: id, arrival } = input;
  const known = toldStay(id, (await deps.stays.load(id)).state);
  if (known === undefined) return refused({ code: 'STAY_UNKNOWN' });
  const patient = await deps.patients.detailsOf(known.patientId);
  if (patient === undefined) return refused({ code: 'PATIENT_UNKNOWN' });
  const deedId = deedOf(context);
  return act(deps, {
    ...{ input, about: { stays: [id], deedId }, context },
    build: async (person, state) => {
      const told = (await foldNow(deps, state, id, context)) ?? null;
      return { type: 'ReinstateStay', stayId: id, patient, arrival, deedId, told, ...person };
    },
  });
}

function move(deps: BedsDeps, input: MovePatient, context: CommandContext): Answer {
  const { stayId: id, arrival } = input;
  const deedId = deedOf(context);
  const build = (person: ByPerson) => ({ type: 'Move', stayId: id, arrival, deedId, ...person }) as const;
  return act(deps, { input, about: { stays: [id], deedId }, context, build });
}

function swap(deps: BedsDeps, input: SwapPatients, context: CommandContext): Answer {
  const { first, second } = input;
  const deedId = deedOf(context);
  const build = (person: ByPerson) => ({ type: 'Swap', first, second, deedId, ...person }) as const;
  return act(deps, { input, about: { stays: [first, second], deedId }, context, build });
}

function revertSwap(deps: BedsDeps, input: RevertSwap, context: CommandContext): Answer {
  const { first, second, deedId } = input;
  return act(deps, {
    ...{ input, about: { stays: [first, second], ...(deedId !== undefined && { deedId }) }, context },
    build: (person, state) => ({
      ...{ type: 'RevertSwap', first, second, deedId: deedId ?? lastDeedOf(state, first) },
      ...person,
    }),
  });
}

/** What people do to patients. */
export function createPatientActions(deps: BedsDeps): PatientActions {
  const ofStay = (type: 'CancelAdmission' | 'SettleDispute') => (input: OfStay, context: CommandContext) =>
    act(deps, {
      ...{ input, about: { stays: [input.stayId] }, context },
      build: (person) => ({ type, stayId: input.stayId, ...person }),
    });
  const withDeed = (type: WithDeed) => (input: OfStay, context: CommandContext) => {
    const deedId = deedOf(context);
    const build = (person: ByPerson) => ({ type, stayId: input.stayId, deedId, ...person });
    return act(deps, { input, about: { stays: [input.stayId], deedId }, context, build });
  };
  const takingBack = (type: TakesBack) => (input: Reverting, context: CommandContext) => {
    const { stayId: id, deedId } = input;
    const stays: readonly StayId[] = [id];
    return act(deps, {
      ...{ input, about: { stays, ...(deedId !== undefined && { deedId }) }, context },
      build: (person, state) => ({ type, stayId: id, deedId: deedId ?? lastDeedOf(state, id), ...person }),
    });
  };

  return {
    admit: (input, context) => admit(deps, input, context),
    cancelAdmission: ofStay('CancelAdmission'),
    move: (input, context) => move(deps, input, context),
    revertMove: takingBack('RevertMove'),
    swap: (input, context) => swap(deps, input, context),
    revertSwap: (input, context) => revertSwap(deps, input, context),
    discharge: withDeed('Discharge'),
    reinstateStay: (input, context) => reinstate(deps, input, context),
    confirmPlace: withDeed('ConfirmPlace'),
    settleDispute: ofStay('SettleDispute'),
    startLeave: withDeed('StartLeave'),
    cancelLeaveStart: takingBack('CancelLeaveStart'),
    endLeave: withDeed('EndLeave'),
    cancelLeaveEnd: takingBack('CancelLeaveEnd'),
  };
}
