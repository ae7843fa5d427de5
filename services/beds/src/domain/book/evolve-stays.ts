import type { PatientId } from '../ids';
import { same } from '../values/same';
import type { OccupancyEvent } from './events';
import { isOver, markOf, staysOf, survivorOf, withBed, withoutStay, withPatient, withStay } from './rows';
import type { BookPatient, BookState, BookStay } from './state';

type Of<Type extends OccupancyEvent['type']> = Extract<OccupancyEvent, { type: Type }>;

/** The stay of ours that turned out to be iPM's gives it its bed. */
function joined(
  state: BookState,
  event: Of<'StayReconciled'>,
): { state: BookState; bed: Pick<BookStay, 'bedId' | 'notes' | 'undo'> } {
  const none = { bedId: null, notes: [], undo: null };
  const provisional = event.joins === null ? undefined : state.stays.get(event.joins);
  if (provisional === undefined) return { state, bed: none };
  const { stayId, bedId, notes, undo } = provisional;
  const without = withoutStay(state, stayId);
  const patient = state.patients.get(provisional.patientId);
  const kept = patient === undefined ? without : withPatient(without, patient);
  const bed = bedId === null ? undefined : kept.beds.get(bedId);
  if (bed === undefined) return { state: kept, bed: { bedId: null, notes, undo } };
  const occupants = bed.occupants.map((id) => (id === stayId ? event.stayId : id));
  return { state: withBed(kept, { ...bed, occupants }), bed: { bedId, notes, undo } };
}

export function stayReconciled(state: BookState, event: Of<'StayReconciled'>): BookState {
  const known = state.stays.get(event.stayId);
  const start = known === undefined ? joined(state, event) : { state, bed: known };
  const mark = markOf(state, event);
  const { stayId, patientId, began, folded, theirs, ours, base, disputed, leave, deeds, withdrawn, remarks } = event;
  // A command depends on where we hold the patient to be, not on how iPM came to agree.
  const isUnchanged = known !== undefined && same(known.ours.place, ours.place) && same(known.leave, leave);
  const { bedId, notes, undo } = start.bed;
  const stay: BookStay = {
    ...{ stayId, patientId, began, folded, theirs, ours, base, disputed, leave, deeds, withdrawn, remarks },
    ...{ bedId, notes, undo },
    settled: known?.settled ?? null,
    mark: isUnchanged ? known.mark : mark,
  };
  const next = withStay(start.state, stay);
  return isOver(stay) ? withoutStay(next, stayId) : next;
}

export function leaveChanged(state: BookState, event: Of<'LeaveStarted' | 'LeaveEnded'>): BookState {
  const stay = state.stays.get(event.stayId);
  if (stay === undefined) return state;
  const { deed } = event;
  const { ours, bedId, leave } = stay;
  return withStay(state, {
    ...stay,
    leave: deed.kind === 'leave-started' ? { since: deed.occurredAt, order: deed.order } : null,
    deeds: [...stay.deeds, deed],
    undo: { deedId: deed.deedId, ours, bedId, leave, readiness: null },
    mark: markOf(state, event),
  });
}

export function leaveReverted(state: BookState, event: Of<'LeaveReverted'>): BookState {
  const stay = state.stays.get(event.stayId);
  if (stay === undefined) return state;
  return withStay(state, {
    ...stay,
    leave: event.leave,
    deeds: stay.deeds.filter(({ deedId }) => deedId !== event.withdraws),
    withdrawn: [...stay.withdrawn, event.withdraws],
    undo: null,
    mark: markOf(state, event),
  });
}

export function disputeSettled(state: BookState, event: Of<'DisputeSettled'>): BookState {
  const stay = state.stays.get(event.stayId);
  if (stay === undefined) return state;
  return withStay(state, { ...stay, disputed: null, settled: stay.disputed });
}

export function patientDetailsNoted(state: BookState, event: Of<'PatientDetailsNoted'>): BookState {
  const { patientId, revision, restricted, deceased } = event;
  const mergedAt = state.patients.get(patientId)?.mergedAt ?? null;
  const mark = markOf(state, event);
  return withPatient(state, { patientId, revision, restricted, deceased, mergedAt, mark });
}

/** What is known of the survivor: theirs, and of the retired what must not be lost. */
function survivorAfter(state: BookState, survivorId: PatientId, event: Of<'PatientsMerged'>): BookPatient {
  const retired = state.patients.get(event.retiredId);
  const own = state.patients.get(survivorId);
  const known = own ?? retired;
  const orders = [event.order, retired?.mergedAt ?? event.order, known?.mergedAt ?? event.order].sort();
  return {
    patientId: survivorId,
    // The retired record's is of another stream: what is told of the survivor would count as old for long.
    revision: own?.revision ?? 0,
    restricted: [known, retired].some((patient) => patient?.restricted === true),
    deceased: known?.deceased ?? false,
    mergedAt: orders.at(-1) ?? event.order,
    mark: markOf(state, event),
  };
}

/** Who was merged the other way before is the survivor now: the later word of the patients service stands. */
function withoutCircle(merges: BookState['merges'], survivorId: PatientId, retiredId: PatientId): BookState['merges'] {
  const seen = new Set<PatientId>();
  let current = survivorId;
  for (;;) {
    const next = merges.get(current)?.survivorId;
    if (next === undefined || seen.has(current)) return merges;
    if (next === retiredId) return merges.without(current);
    seen.add(current);
    current = next;
  }
}

export function patientsMerged(state: BookState, event: Of<'PatientsMerged'>): BookState {
  const { retiredId } = event;
  const turned = withoutCircle(state.merges, event.survivorId, retiredId);
  const merges = turned.with(retiredId, { retiredId, survivorId: event.survivorId, at: event.at });
  const survivorId = survivorOf({ merges }, event.survivorId);
  let next = withPatient({ ...state, merges }, survivorAfter(state, survivorId, event));
  for (const stay of staysOf(state, retiredId)) next = withStay(next, { ...stay, patientId: survivorId });
  return survivorId === retiredId ? next : { ...next, patients: next.patients.without(retiredId) };
}
