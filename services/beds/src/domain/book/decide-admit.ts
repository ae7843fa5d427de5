import { accept, reject } from '@flow/platform/decider/decider';
import type { PatientId } from '../ids';
import { admissible, isRefusal, type Admissible } from './arrival';
import { nowIn, refuse, stayChangedSince, timeFault, type BookDecision } from './asking';
import type { WardCommand } from './commands';
import type { Leg } from './events';
import { evolve } from './evolve';
import { moved, placing } from './moves';
import { detailsNoted } from './patients';
import { reconciled } from './reconcile';
import { staysOf, survivorOf } from './rows';
import { spotOf } from './settle';
import type { BookState, BookStay } from './state';

type Of<Type extends WardCommand['type']> = Extract<WardCommand, { type: Type }>;

/** Done before, perhaps even taken back since: doing it again changes nothing. */
export const isDone = (stay: BookStay | undefined, deedId: string): boolean =>
  stay !== undefined &&
  (stay.deeds.some((deed) => deed.deedId === deedId) || stay.withdrawn.some((withdrawn) => withdrawn === deedId));

const isIn = (state: BookState, patientId: PatientId): boolean =>
  staysOf(state, patientId).some((stay) => stay.ours.place !== null);

/** Where the arriving patient may be put, once nothing else speaks against it. */
function arriving(
  command: Of<'Admit' | 'ReinstateStay'>,
  state: BookState,
  patientId: PatientId,
): Admissible | BookDecision {
  if (isIn(state, patientId)) return refuse('PATIENT_ALREADY_IN');
  const fault = timeFault(command);
  if (fault !== undefined) return refuse(fault);
  return admissible(state, { arrival: command.arrival, patientId, at: nowIn(state, command.at), command });
}

/** Our people take a patient in before iPM has told of it: a provisional stay. */
export function admit(command: Of<'Admit'>, state: BookState): BookDecision {
  const { stayId, by } = command;
  const known = state.stays.get(stayId);
  if (isDone(known, command.deedId)) return accept();
  if (known !== undefined) return refuse('PATIENT_ALREADY_IN');
  const patientId = survivorOf(state, command.patient.patientId);
  const target = arriving(command, state, patientId);
  if (isRefusal(target)) return target;
  const { place, sharing, spot, notes } = target;
  const deed = placing(command, state, undefined, { why: 'admitted', place, sharing });
  const leg: Leg = { stayId, patientId, from: null, to: spot, deed, notes, leaves: 'awaiting-clean' };
  const first = detailsNoted(state, command.patient, { by, at: nowIn(state, command.at) });
  return moved(command, state, { cause: 'admitted', occurredAt: deed.occurredAt, legs: [leg], first });
}

/** The admission was a mistake of ours. One that iPM has told of is cancelled there. */
export function cancelAdmission(command: Of<'CancelAdmission'>, state: BookState): BookDecision {
  const { stayId } = command;
  const stay = state.stays.get(stayId);
  if (stay === undefined) return accept();
  if (stay.theirs !== null) return refuse('OVERTAKEN_BY_IPM');
  const change = stayChangedSince(command, stay);
  if (change !== undefined) return reject(change);
  const leg: Leg = {
    stayId,
    patientId: stay.patientId,
    from: spotOf(state, stay),
    to: null,
    withdraws: stay.deeds.map(({ deedId }) => deedId),
    ours: null,
    notes: [],
    leaves: stay.undo?.readiness ?? 'awaiting-clean',
  };
  const occurredAt = command.occurredAt ?? nowIn(state, command.at);
  return moved(command, state, { cause: 'admission-cancelled', occurredAt, legs: [leg] });
}

/** The ward was wrong to discharge: the patient is still in, or in again. iPM may go on saying that they left. */
export function reinstateStay(command: Of<'ReinstateStay'>, state: BookState): BookDecision {
  const { stayId, told } = command;
  const known = state.stays.get(stayId);
  if (isDone(known, command.deedId)) return accept();
  if (known === undefined && told === null) return refuse('STAY_UNKNOWN');
  const patientId = known?.patientId ?? survivorOf(state, command.patient.patientId);
  const target = arriving(command, state, patientId);
  return isRefusal(target) ? target : reinstated(command, state, { known, patientId, target });
}

interface Reinstating {
  readonly known: BookStay | undefined;
  readonly patientId: PatientId;
  readonly target: Admissible;
}

function reinstated(
  command: Of<'ReinstateStay'>,
  state: BookState,
  { known, patientId, target }: Reinstating,
): BookDecision {
  const { stayId, told, by } = command;
  const { place, sharing, spot, notes } = target;
  const at = nowIn(state, command.at);
  const alsoKnown = told === null ? [] : [...told.steps, ...told.deeds].map(({ order }) => order);
  const deed = placing(command, state, known, { why: 'reinstated', place, sharing, alsoKnown });
  const last = known?.deeds.at(-1);
  const leg: Leg = {
    ...{ stayId, patientId, from: null, to: spot, deed, notes, leaves: 'awaiting-clean' },
    ...(last?.kind === 'left' ? { withdraws: [last.deedId] } : {}),
  };
  const first = detailsNoted(state, command.patient, { by, at });
  const decision = moved(command, state, { cause: 'reinstated', occurredAt: deed.occurredAt, legs: [leg], first });
  if (!decision.accepted || told === null || known !== undefined) return decision;
  return accept(...decision.events, ...reconciled(decision.events.reduce(evolve, state), told, { by, at }));
}
