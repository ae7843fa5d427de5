import type { Instant } from '@flow/platform/time/instant';
import type { UserId } from '../ids';

/** Why the book says no. Ids and codes only: whoever shows it finds the words. */
export type BookRejection =
  | { readonly code: RefusalCode }
  /** A fact that the command depends on is no longer as the person saw it. */
  | {
      readonly code: 'CHANGED_SINCE_SEEN';
      readonly id: string;
      readonly fact: 'described' | 'occupancy' | 'hold' | 'readiness' | 'service' | 'stay';
      readonly by: UserId;
      readonly at: Instant;
    }
  /** Nothing of a change of the estate was taken, for these. */
  | { readonly code: 'ESTATE_REFUSED'; readonly faults: readonly EstateFault[] };

/** What of an estate the book would not take, and why. */
export interface EstateFault {
  readonly kind: 'site' | 'ward' | 'bay' | 'bed';
  readonly id: string;
  readonly code: BookRejection['code'];
}

export type RefusalCode =
  | 'SITE_UNKNOWN'
  | 'WARD_UNKNOWN'
  | 'BAY_UNKNOWN'
  | 'BED_UNKNOWN'
  | 'STAY_UNKNOWN'
  | 'ALREADY_REGISTERED_OTHERWISE'
  | 'BAY_OF_ANOTHER_WARD'
  | 'WARD_NOT_EMPTY'
  | 'BAY_NOT_EMPTY'
  | 'BED_OCCUPIED'
  | 'BED_HELD_FOR_ANOTHER_PATIENT'
  | 'BED_NOT_CLEAN'
  | 'BED_CLOSED'
  | 'BED_CLOSED_OTHERWISE'
  | 'BED_NOT_BEING_CLEANED'
  | 'HOLD_EXPIRED'
  | 'HOLD_ENDS_IN_THE_PAST'
  | 'PATIENT_ALREADY_IN'
  | 'PATIENT_IN_ANOTHER_BED'
  | 'PATIENT_NOT_IN'
  | 'PATIENT_ON_LEAVE'
  | 'PATIENT_NOT_ON_LEAVE'
  | 'PATIENT_WITHOUT_BED'
  | 'SAME_PATIENT_TWICE'
  | 'SAME_BED'
  | 'NOT_THE_LAST_DEED'
  | 'OVERTAKEN_BY_IPM'
  | 'OCCURS_IN_THE_FUTURE'
  | 'OCCURRED_BEFORE_LAST_MOVEMENT'
  | 'NOT_DISPUTED'
  | 'VERSION_NEVER_GIVEN'
  | 'MERGED_INTO_ITSELF';
