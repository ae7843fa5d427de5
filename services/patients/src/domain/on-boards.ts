import type { DetailField } from './details';
import type { KnownRecords, PatientEvent } from './patient';

/** Whatever a board shows of a person comes from these. */
const ON_BOARDS: readonly DetailField[] = [
  ...(['family', 'given', 'middle', 'title'] as const),
  ...(['sex', 'birthDate', 'deceased', 'deceasedAt', 'shielded'] as const),
];

/**
 * Most that partners tell says again what is known. Where records were merged, a word that is said again may go before one that
 * was inherited: then everything that is told counts.
 */
export function mayChangeBoards({ noted }: KnownRecords, event: PatientEvent): boolean {
  switch (event.type) {
    case 'ContactRecorded':
    case 'NeedsRecorded':
      return false;
    case 'DetailsTold':
      return Object.keys(noted).length > 0 || ON_BOARDS.some((field) => event.set[field] !== undefined);
    case 'PatientRegistered':
    case 'PatientMerged':
    case 'PatientUnmerged':
    case 'RecordNoted':
      return true;
  }
}
