import type { PatientDetails } from './commands';
import type { BookEvent } from './events';
import { survivorOf } from './rows';
import type { Asking } from './settle';
import type { BookState } from './state';

/** The event that a patient's details are newer than we knew; none for old news, or for one who is somebody else now. */
export function detailsNoted(state: BookState, details: PatientDetails, { by, at }: Asking): BookEvent[] {
  const { patientId, revision, restricted, deceased } = details;
  if (survivorOf(state, patientId) !== patientId) return [];
  const known = state.patients.get(patientId);
  const isOld =
    known !== undefined &&
    (known.revision > revision ||
      (known.revision === revision && known.restricted === restricted && known.deceased === deceased));
  return isOld ? [] : [{ type: 'PatientDetailsNoted', patientId, revision, restricted, deceased, by, at }];
}
