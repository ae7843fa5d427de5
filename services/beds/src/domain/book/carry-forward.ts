import { laterBy } from '@flow/platform/time/instant';
import type { WardId } from '../ids';
import type { BookEvent } from './events';
import { spotOf } from './settle';
import type { BookState } from './state';

const A_WEEK_MS = 7 * 24 * 60 * 60_000;
/** Rows in one event of people: far below what one append may hold. */
const PEOPLE_AT_ONCE = 500;

/**
 * Without the merges of people who have long had no stay: late messages no longer speak of who they were. Everything
 * else is carried for as long as it is so.
 */
export function withoutOldMerges(state: BookState): BookState {
  const { lastAt } = state;
  if (lastAt === null) return state;
  const since = laterBy(lastAt, -A_WEEK_MS);
  let { merges, patients } = state;
  for (const [retiredId, merge] of merges.entries()) {
    if (merge.at < since && !state.staysOfPatient.has(merge.survivorId)) merges = merges.without(retiredId);
  }
  for (const [patientId, patient] of patients.entries()) {
    if (patient.mark.at < since && !state.staysOfPatient.has(patientId)) patients = patients.without(patientId);
  }
  return { ...state, merges, patients };
}

function chunks<Row>(rows: readonly Row[]): Row[][] {
  const count = Math.ceil(rows.length / PEOPLE_AT_ONCE);
  return Array.from({ length: count }, (_, index) => rows.slice(index * PEOPLE_AT_ONCE, (index + 1) * PEOPLE_AT_ONCE));
}

function wardCarried(state: BookState, wardId: WardId | null): BookEvent {
  return {
    type: 'WardCarried',
    ward: (wardId === null ? undefined : state.wards.get(wardId)) ?? null,
    bays: state.bays.rows().filter((bay) => bay.wardId === wardId),
    beds: state.beds.rows().filter((bed) => bed.wardId === wardId),
    stays: state.stays.rows().filter((stay) => (spotOf(state, stay)?.wardId ?? null) === wardId),
  };
}

/** Wards that a stay names though nobody registered them, and no ward at all. */
function elsewhere(state: BookState): (WardId | null)[] {
  const named = state.stays.rows().map((stay) => spotOf(state, stay)?.wardId ?? null);
  return [...new Set(named)].filter((wardId) => wardId === null || !state.wards.has(wardId)).sort();
}

/**
 * The opening of the next book: the rows as they stand, one append a ward, so that none is too large. Folding them gives
 * the same state, with its count and its time.
 */
export function carryForward(from: BookState): BookEvent[][] {
  const state = withoutOldMerges(from);
  const merges = state.merges.entries().map(([, merge]) => merge);
  const people = chunks(state.patients.rows()).map((patients): BookEvent => ({
    type: 'PatientsCarried',
    patients,
    merges: [],
  }));
  const merged = chunks(merges).map((some): BookEvent => ({ type: 'PatientsCarried', patients: [], merges: some }));
  const wards = [...state.wards.rows().map(({ wardId }) => wardId), ...elsewhere(state)];
  return [
    [{ type: 'SitesCarried', sites: state.sites.rows() }],
    ...[...people, ...merged].map((event) => [event]),
    ...wards.map((wardId) => [wardCarried(state, wardId)]),
    [{ type: 'CountCarried', seq: state.seq, lastAt: state.lastAt }],
  ];
}
