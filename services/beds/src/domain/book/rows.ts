import { emptyTable, type Table } from '../values/table';
import type { BedId, PatientId, StayId, UserId } from '../ids';
import type { Instant } from '@flow/platform/time/instant';
import type { Bed, BookPatient, BookState, BookStay, Mark } from './state';

export const EMPTY_BOOK: BookState = {
  seq: 0,
  lastAt: null,
  sites: emptyTable(),
  wards: emptyTable(),
  bays: emptyTable(),
  beds: emptyTable(),
  stays: emptyTable(),
  patients: emptyTable(),
  merges: emptyTable(),
  staysOfPatient: emptyTable(),
  claimsOnBed: emptyTable(),
};

/** The mark of the event that is being recorded. */
export const markOf = (state: BookState, { by, at }: { by: UserId; at: Instant }): Mark => ({ seq: state.seq, by, at });

/** The bed that a stay wants, whether or not it has it. */
export const wantedBed = (stay: BookStay): BedId | null => stay.ours.place?.bedId ?? null;

function listed(index: Table<readonly StayId[]>, key: string | null, stayId: StayId): Table<readonly StayId[]> {
  if (key === null) return index;
  const ids = index.get(key) ?? [];
  return ids.includes(stayId) ? index : index.with(key, [...ids, stayId].sort());
}

function unlisted(index: Table<readonly StayId[]>, key: string | null, stayId: StayId): Table<readonly StayId[]> {
  const ids = key === null ? undefined : index.get(key);
  if (key === null || ids === undefined) return index;
  const left = ids.filter((id) => id !== stayId);
  return left.length === 0 ? index.without(key) : index.with(key, left);
}

export function withStay(state: BookState, stay: BookStay): BookState {
  const before = state.stays.get(stay.stayId);
  const cleared = before === undefined ? state : unindexed(state, before);
  return {
    ...cleared,
    stays: cleared.stays.with(stay.stayId, stay),
    staysOfPatient: listed(cleared.staysOfPatient, stay.patientId, stay.stayId),
    claimsOnBed: listed(cleared.claimsOnBed, wantedBed(stay), stay.stayId),
  };
}

function unindexed(state: BookState, stay: BookStay): BookState {
  return {
    ...state,
    staysOfPatient: unlisted(state.staysOfPatient, stay.patientId, stay.stayId),
    claimsOnBed: unlisted(state.claimsOnBed, wantedBed(stay), stay.stayId),
  };
}

/** The book lets a stay go; with a patient's last one go their details, but not that they were merged. */
export function withoutStay(state: BookState, stayId: StayId): BookState {
  const stay = state.stays.get(stayId);
  if (stay === undefined) return state;
  const cleared = unindexed({ ...state, stays: state.stays.without(stayId) }, stay);
  const isLast = cleared.staysOfPatient.get(stay.patientId) === undefined;
  const wasMerged = (cleared.patients.get(stay.patientId)?.mergedAt ?? null) !== null;
  return isLast && !wasMerged ? { ...cleared, patients: cleared.patients.without(stay.patientId) } : cleared;
}

/** Nobody says any more that the patient is in: neither iPM nor we. A stay only our people began waits for iPM. */
export function isOver(stay: BookStay): boolean {
  if (stay.ours.place !== null || stay.bedId !== null) return false;
  return stay.theirs === null ? !stay.ours.confirmed : stay.theirs.state !== 'placed';
}

export const withBed = (state: BookState, bed: Bed): BookState => ({ ...state, beds: state.beds.with(bed.bedId, bed) });

export const withPatient = (state: BookState, patient: BookPatient): BookState => ({
  ...state,
  patients: state.patients.with(patient.patientId, patient),
});

/** Who a patient is now, after all merges. A circle of merges ends where it began. */
export function survivorOf(state: Pick<BookState, 'merges'>, patientId: PatientId): PatientId {
  const seen = new Set<PatientId>();
  let current = patientId;
  for (;;) {
    const next = state.merges.get(current)?.survivorId;
    if (next === undefined || seen.has(next)) return current;
    seen.add(next);
    current = next;
  }
}

export const staysOf = (state: BookState, patientId: PatientId): BookStay[] =>
  (state.staysOfPatient.get(patientId) ?? []).flatMap((id) => state.stays.get(id) ?? []);

export const claimantsOf = (state: BookState, bedId: BedId): BookStay[] =>
  (state.claimsOnBed.get(bedId) ?? []).flatMap((id) => state.stays.get(id) ?? []);
