import type { BedId, StayId } from '../ids';
import { claimantsOf, staysOf, wantedBed } from './rows';
import type { BookState, BookStay } from './state';

/** The ward's word before iPM's, then the later arrival, then the id: the same whoever told us first. */
function isRatherThan(a: BookStay, b: BookStay): boolean {
  if (a.ours.confirmed !== b.ours.confirmed) return a.ours.confirmed;
  if (a.ours.order !== b.ours.order) return a.ours.order > b.ours.order;
  return a.stayId > b.stayId;
}

const beganBy = (stay: BookStay): string => stay.began ?? stay.ours.order;

/**
 * Of a patient's open stays only one may have a bed: where they came last. But when two people turned out to be one,
 * both stays that had begun by then keep theirs until somebody has looked: nobody is put out of a bed by a merge.
 */
export function mayHaveBed(state: BookState, stay: BookStay): boolean {
  if (wantedBed(stay) === null) return false;
  const rivals = staysOf(state, stay.patientId).filter((one) => wantedBed(one) !== null);
  if (rivals.length < 2) return true;
  const first = rivals.reduce((best, one) => (isRatherThan(one, best) ? one : best));
  if (first.stayId === stay.stayId) return true;
  const mergedAt = state.patients.get(stay.patientId)?.mergedAt ?? null;
  if (mergedAt === null) return false;
  return stay.ours.confirmed || (beganBy(first) < mergedAt && beganBy(stay) < mergedAt);
}

/** Among those whom nobody on the ward has seen: who arrived first, then the id. */
function arrivedBefore(a: BookStay, b: BookStay): boolean {
  if (a.ours.confirmed !== b.ours.confirmed) return a.ours.confirmed;
  if (a.ours.claimedAt !== b.ours.claimedAt) return a.ours.claimedAt < b.ours.claimedAt;
  return a.stayId < b.stayId;
}

/** Who is to have a bed, of all who want it. Whoever the ward saw there keeps it, and whoever shares it by request. */
export function holdersOf(state: BookState, bedId: BedId): StayId[] {
  const bed = state.beds.get(bedId);
  if (bed === undefined || bed.decommissioned) return [];
  const wanting = claimantsOf(state, bedId).filter((stay) => mayHaveBed(state, stay));
  const sharing = wanting.filter((stay) => stay.ours.sharing);
  const alone = wanting.filter((stay) => !stay.ours.sharing);
  const seen = alone.filter((stay) => stay.bedId === bedId && stay.ours.confirmed);
  if (seen.length > 0) return [...seen, ...sharing].map(({ stayId }) => stayId);
  const [first, ...others] = alone;
  if (first === undefined) return sharing.map(({ stayId }) => stayId);
  const winner = others.reduce((best, one) => (arrivedBefore(one, best) ? one : best), first);
  return [winner, ...sharing].map(({ stayId }) => stayId);
}
