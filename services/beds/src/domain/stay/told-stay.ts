import type { Instant } from '@flow/platform/time/instant';
import type { CanonicalOrder, DeedId, PatientId, StayId } from '../ids';
import type { Place } from '../place';
import type { Deed } from './deed';

export type StayStatus = 'unknown' | 'expected' | 'current' | 'on-leave' | 'discharged' | 'cancelled';

interface Step {
  readonly order: CanonicalOrder;
  readonly occurredAt: Instant;
  readonly messageId: string;
}

/** What iPM's word amounts to when all cancels have been taken out, oldest first. */
export type ToldStep =
  | (Step & {
      readonly kind: 'placed';
      readonly place: Place;
      /** Since when the place is claimed: a cancel gives a place back only from when the cancel was recorded. */
      readonly claimedAt: Instant;
      readonly exchange: boolean;
      /** The place came from a snapshot, or a cancel of something never told. */
      readonly fromSnapshot: boolean;
    })
  | (Step & { readonly kind: 'left' })
  | (Step & { readonly kind: 'cancelled' })
  | (Step & { readonly kind: 'leave-started' })
  | (Step & { readonly kind: 'leave-ended' });

export type StayRemark =
  /** The first that we heard was not an admission. */
  | 'opened-from-snapshot'
  /** The admission was cancelled although the patient had moved since. */
  | 'cancelled-after-moves'
  /** iPM moved the patient after having discharged them. */
  | 'moved-after-discharge'
  /** iPM deleted the visit; we never do. */
  | 'visit-deleted';

/**
 * The result of folding `stay-<id>`: the whole of what iPM told and of what our people did. `status`, `place` and the times are
 * iPM's word alone; `effectively` says what a stay amounts to when ours counts as well.
 */
export interface ToldStay {
  readonly stayId: StayId;
  readonly patientId: PatientId;
  /** How many events were folded: of two folds of one stay the longer is the later. */
  readonly folded: number;
  readonly status: StayStatus;
  /** In the hospital, so the book has to know; an attendance without a bed is not. */
  readonly present: boolean;
  /** The canonical order of the first thing told. Null: iPM has not told of this stay. */
  readonly began: CanonicalOrder | null;
  readonly steps: readonly ToldStep[];
  readonly deeds: readonly Deed[];
  readonly withdrawn: readonly DeedId[];
  readonly remarks: readonly StayRemark[];
  readonly place: Place | null;
  readonly admittedAt: Instant | null;
  readonly dischargedAt: Instant | null;
  readonly expectedAdmissionAt: Instant | null;
  readonly expectedDischargeAt: Instant | null;
  readonly requestedPlace: Place | null;
  readonly readyForDischarge: boolean | null;
  readonly patientClass: string | null;
  readonly specialty: string | null;
  readonly consultant: string | null;
  readonly admissionMethod: string | null;
  readonly admissionSource: string | null;
  readonly dischargeMethod: string | null;
  readonly dischargeDestination: string | null;
}
