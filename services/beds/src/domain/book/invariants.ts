import type { BedId, PatientId } from '../ids';
import type { BookState } from './state';

export type DoubleOccupancy =
  | { readonly kind: 'bed-with-two'; readonly bedId: BedId }
  | { readonly kind: 'patient-in-two'; readonly patientId: PatientId }
  /** The bed and the stay do not say the same of each other. */
  | { readonly kind: 'bed-and-stay-differ'; readonly id: string };

/**
 * Every breach of the rule that a bed has one current patient unless sharing was asked for, and a patient one bed unless
 * two people turned out to be one. There never is any: this is what tests ask after every event.
 */
export function doubleOccupancies(state: BookState): DoubleOccupancy[] {
  const found: DoubleOccupancy[] = [];
  for (const bed of state.beds.rows()) {
    const sharing = bed.occupants.filter((id) => state.stays.get(id)?.ours.sharing === true).length;
    if (bed.occupants.length > 1 + sharing) found.push({ kind: 'bed-with-two', bedId: bed.bedId });
    for (const id of bed.occupants) {
      if (state.stays.get(id)?.bedId !== bed.bedId) found.push({ kind: 'bed-and-stay-differ', id });
    }
  }
  const bedsOf = new Map<PatientId, number>();
  for (const stay of state.stays.rows()) {
    if (stay.bedId === null) continue;
    if (!state.beds.get(stay.bedId)?.occupants.includes(stay.stayId))
      found.push({ kind: 'bed-and-stay-differ', id: stay.stayId });
    bedsOf.set(stay.patientId, (bedsOf.get(stay.patientId) ?? 0) + 1);
  }
  for (const [patientId, beds] of bedsOf) {
    const wasMerged = (state.patients.get(patientId)?.mergedAt ?? null) !== null;
    if (beds > 1 && !wasMerged) found.push({ kind: 'patient-in-two', patientId });
  }
  return found;
}
