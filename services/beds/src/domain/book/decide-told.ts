import { accept } from '@flow/platform/decider/decider';
import type { PatientId, StayId } from '../ids';
import { nowIn, refuse, type BookDecision } from './asking';
import type { PatientDetails, ToldCommand } from './commands';
import type { BookEvent, MoveCause } from './events';
import { evolve } from './evolve';
import { detailsNoted } from './patients';
import { reconciled } from './reconcile';
import { staysOf, survivorOf } from './rows';
import { settled, type Asking } from './settle';
import type { BookState } from './state';

type Of<Type extends ToldCommand['type']> = Extract<ToldCommand, { type: Type }>;

interface Touched {
  readonly patients: readonly PatientId[];
  readonly gone: readonly StayId[];
}

/** The moves that follow from these events, after them: who gets and who leaves which bed. */
function withMoves(
  state: BookState,
  events: readonly BookEvent[],
  touched: Touched,
  asking: Asking & { readonly isExchange?: boolean; readonly cause: MoveCause; readonly occurredAt?: Asking['at'] },
): BookEvent[] {
  const { by, at, cause, occurredAt = at } = asking;
  const draft = events.reduce(evolve, state);
  const { legs, displaced } = settled(state, draft, { ...touched, beds: [] }, asking);
  if (legs.length === 0) return [...events];
  return [...events, ...displaced, { type: 'PatientsMoved', cause, occurredAt, legs, by, at }];
}

/** Details of people whom the book knows, or learns of by these events. */
function noted(state: BookState, events: readonly BookEvent[], patients: readonly PatientDetails[], asking: Asking) {
  const learnt = events.flatMap((event) => (event.type === 'StayReconciled' ? [event.patientId] : []));
  return patients.flatMap((details) => {
    const isKnown = state.patients.has(details.patientId) || learnt.includes(details.patientId);
    return isKnown ? detailsNoted(state, details, asking) : [];
  });
}

/** Brings the book into line with what iPM tells of one stay, or of the two of an exchange, in one append. */
export function reconcile(command: Of<'Reconcile'>, state: BookState): BookDecision {
  const asking: Asking = { by: command.by, at: nowIn(state, command.at) };
  // Who has died is known before places are weighed.
  let draft = command.patients.flatMap((details) => detailsNoted(state, details, asking)).reduce(evolve, state);
  const told: BookEvent[] = [];
  for (const stay of command.stays) {
    const events = reconciled(draft, stay, asking);
    draft = events.reduce(evolve, draft);
    told.push(...events);
  }
  const events = [...noted(state, told, command.patients, asking), ...told];
  const times = command.stays.flatMap(({ steps }) => steps.at(-1)?.occurredAt ?? []).sort();
  const how = { cause: 'told' as const, isExchange: command.stays.length > 1, occurredAt: times.at(-1) ?? asking.at };
  return accept(...withMoves(state, events, touchedBy(command, state), { ...asking, ...how }));
}

/** The patients of these stays, before and now, and the stays themselves, which the book may be about to let go. */
function touchedBy({ stays }: Of<'Reconcile'>, state: BookState): Touched {
  const patients = stays.flatMap(({ stayId, patientId }) => {
    const known = state.stays.get(stayId);
    return [survivorOf(state, patientId), ...(known === undefined ? [] : [known.patientId])];
  });
  return { patients, gone: stays.map(({ stayId }) => stayId) };
}

/** Only people in the book: whoever comes later is told with their details. */
export function notePatientDetails({ patient, by, at }: Of<'NotePatientDetails'>, state: BookState): BookDecision {
  if (!state.patients.has(patient.patientId)) return accept();
  return accept(...detailsNoted(state, patient, { by, at: nowIn(state, at) }));
}

/** Two people turned out to be one. Nobody leaves a bed for that: who is in two is shown, and somebody has to look. */
export function mergePatients(command: Of<'MergePatients'>, state: BookState): BookDecision {
  const { survivor, retiredId, order, occurredAt, by } = command;
  const survivorId = survivor.patientId;
  if (survivorId === retiredId) return refuse('MERGED_INTO_ITSELF');
  const asking: Asking = { by, at: nowIn(state, command.at) };
  const now = survivorOf(state, retiredId);
  const isMerged = now !== retiredId && now === survivorOf(state, survivorId);
  // Told again of a later time, the later counts; else two deliveries could disagree about it.
  if (isMerged && (state.patients.get(now)?.mergedAt ?? '') >= order) {
    return accept(...(state.patients.has(survivorId) ? detailsNoted(state, survivor, asking) : []));
  }
  const merged: BookEvent = { type: 'PatientsMerged', survivorId, retiredId, order, occurredAt, ...asking };
  const details = detailsNoted(evolve(state, merged), survivor, asking);
  const gone = [survivorId, retiredId].flatMap((id) => staysOf(state, id)).map(({ stayId }) => stayId);
  const touched = { patients: [survivorId], gone };
  return accept(...withMoves(state, [merged, ...details], touched, { ...asking, cause: 'merged', occurredAt }));
}

export function noteBedStatus({ bedId, status, order, by, at }: Of<'NoteBedStatus'>, state: BookState): BookDecision {
  const bed = state.beds.get(bedId);
  if (bed === undefined || bed.decommissioned) return refuse('BED_UNKNOWN');
  if (bed.told !== null && bed.told.order >= order) return accept();
  return accept({ type: 'BedStatusTold', bedId, status, order, by, at: nowIn(state, at) });
}
