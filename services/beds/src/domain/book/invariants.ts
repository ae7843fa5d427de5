import type { BedId, PatientId } from '../ids';
import type { BookState, BookStay } from './state';

export type DoubleOccupancy =
  | { readonly kind: 'bed-with-two'; readonly bedId: BedId }
  | { readonly kind: 'patient-in-two'; readonly patientId: PatientId }
  /** The bed and the stay do not say the same of each other. */
  | { readonly kind: 'bed-and-stay-differ'; readonly id: string };

/**
 * Whether somebody asked to share that bed. Between the word that takes it from them and the move itself, both of one append,
 * the deed that put them there says it alone.
 */
function asksToShare({ ours, deeds }: BookStay, bedId: BedId): boolean {
  const put = deeds.filter((deed) => deed.kind === 'placed').at(-1);
  return ours.sharing || (put?.kind === 'placed' && put.place.bedId === bedId && put.sharing);
}

function inBeds(state: BookState): DoubleOccupancy[] {
  return state.beds.rows().flatMap(({ bedId, occupants }) => {
    const stays = occupants.map((id) => state.stays.get(id));
    const sharing = stays.filter((stay) => stay !== undefined && asksToShare(stay, bedId)).length;
    const crowded: DoubleOccupancy[] = occupants.length > 1 + sharing ? [{ kind: 'bed-with-two', bedId }] : [];
    const strangers = occupants.filter((id) => state.stays.get(id)?.bedId !== bedId);
    return [...crowded, ...strangers.map((id) => ({ kind: 'bed-and-stay-differ' as const, id }))];
  });
}

function ofPatients(state: BookState): DoubleOccupancy[] {
  const inOne = new Set<PatientId>();
  return state.stays.rows().flatMap(({ stayId, patientId, bedId }): DoubleOccupancy[] => {
    if (bedId === null) return [];
    if (!state.beds.get(bedId)?.occupants.includes(stayId)) return [{ kind: 'bed-and-stay-differ', id: stayId }];
    const isSecond = inOne.has(patientId);
    inOne.add(patientId);
    const wasMerged = (state.patients.get(patientId)?.mergedAt ?? null) !== null;
    return isSecond && !wasMerged ? [{ kind: 'patient-in-two', patientId }] : [];
  });
}

/**
 * Every breach of the rule that a bed has one current patient unless sharing was asked for, and a patient one bed unless
 * two people turned out to be one. There never is any: this is what tests ask after every event.
 */
export const doubleOccupancies = (state: BookState): DoubleOccupancy[] => [...inBeds(state), ...ofPatients(state)];
