import type { Instant } from '@flow/platform/time/instant';
import type { BayId, BedId, CanonicalOrder, DeedId, HoldId, PatientId, StayId, UserId, WardId } from '../ids';
import type { Place } from '../place';
import type { Deed } from '../stay/deed';
import type { StayRemark } from '../stay/told-stay';
import type { Leave, Ours, Theirs } from '../stay/whereabouts';
import type {
  Bay,
  BayDescription,
  Bed,
  BedDescription,
  BookPatient,
  BookStay,
  ClosedReason,
  Hold,
  Merge,
  PlacementNote,
  Readiness,
  Site,
  ToldBedStatus,
  Ward,
  WardDescription,
} from './state';

/** On every event of the book: who, and when by our clock. When it was true is `occurredAt`. */
interface Recorded {
  readonly by: UserId;
  readonly at: Instant;
}

/** Where a patient really is: the ward, and the bed if they have one. */
export interface Spot {
  readonly wardId: WardId | null;
  readonly bedId: BedId | null;
}

/** One patient's part of a move. `from` null: came in; `to` null: left. */
export interface Leg {
  readonly stayId: StayId;
  readonly patientId: PatientId;
  readonly from: Spot | null;
  readonly to: Spot | null;
  /** What our people did, where they did it; none when a message or a freed bed moved the patient. */
  readonly deed?: Deed;
  /** Deeds that this leg takes back, and where the patient then is held to be; null: they were never in. */
  readonly withdraws?: readonly DeedId[];
  readonly ours?: Ours | null;
  /** What was amiss with the bed given. */
  readonly notes: readonly PlacementNote[];
  /** How the bed left behind is left. */
  readonly leaves: Readiness;
}

export type MoveCause =
  | 'admitted'
  | 'moved'
  | 'swapped'
  | 'discharged'
  | 'confirmed'
  | 'reinstated'
  | 'admission-cancelled'
  | 'move-reverted'
  | 'swap-reverted'
  | 'told'
  | 'registered'
  | 'merged';

export type SetUpEvent =
  | (Recorded & { readonly type: 'SiteRegistered'; readonly site: Site })
  | (Recorded & { readonly type: 'SiteDescribed'; readonly site: Site })
  | (Recorded & { readonly type: 'WardRegistered'; readonly wardId: WardId; readonly ward: WardDescription })
  | (Recorded & { readonly type: 'WardDescribed'; readonly wardId: WardId; readonly ward: WardDescription })
  | (Recorded & { readonly type: 'WardDecommissioned'; readonly wardId: WardId })
  | (Recorded & { readonly type: 'BayRegistered'; readonly bayId: BayId; readonly bay: BayDescription })
  | (Recorded & { readonly type: 'BayDescribed'; readonly bayId: BayId; readonly bay: BayDescription })
  | (Recorded & { readonly type: 'BayDecommissioned'; readonly bayId: BayId })
  | (Recorded & { readonly type: 'BedRegistered'; readonly bedId: BedId; readonly bed: BedDescription })
  | (Recorded & { readonly type: 'BedDescribed'; readonly bedId: BedId; readonly bed: BedDescription })
  | (Recorded & { readonly type: 'BedDecommissioned'; readonly bedId: BedId });

/** A change of the estate as a whole: what each of these events would do, one after the other. */
export interface EstateChanged extends Recorded {
  readonly type: 'EstateChanged';
  readonly changes: readonly SetUpEvent[];
}

export type BedEvent =
  | (Recorded & { readonly type: 'BedHeld'; readonly bedId: BedId; readonly hold: Hold })
  | (Recorded & {
      readonly type: 'HoldReleased';
      readonly bedId: BedId;
      readonly holdId: HoldId;
      readonly why: 'released' | 'expired' | 'displaced';
    })
  | (Recorded & {
      readonly type: 'BedClosed';
      readonly bedId: BedId;
      readonly reason: ClosedReason;
      readonly occurredAt: Instant;
    })
  | (Recorded & { readonly type: 'BedOpened'; readonly bedId: BedId; readonly occurredAt: Instant })
  | (Recorded & {
      readonly type: 'BedReadinessChanged';
      readonly bedId: BedId;
      readonly readiness: Readiness;
      readonly occurredAt: Instant;
    })
  | (Recorded & {
      readonly type: 'BedStatusTold';
      readonly bedId: BedId;
      readonly status: ToldBedStatus;
      readonly order: CanonicalOrder;
    });

export type OccupancyEvent =
  /** Empties every `from`, then fills every `to`: a move, a swap and what they set free are one event. */
  | (Recorded & {
      readonly type: 'PatientsMoved';
      readonly cause: MoveCause;
      readonly occurredAt: Instant;
      readonly legs: readonly Leg[];
    })
  /** What iPM tells of a stay and what follows for ours. Beds change by the `PatientsMoved` beside it only. */
  | (Recorded & {
      readonly type: 'StayReconciled';
      readonly stayId: StayId;
      readonly patientId: PatientId;
      readonly began: CanonicalOrder | null;
      readonly folded: number;
      readonly theirs: Theirs | null;
      readonly ours: Ours;
      readonly base: Place | null;
      readonly disputed: CanonicalOrder | null;
      readonly leave: Leave | null;
      readonly deeds: readonly Deed[];
      readonly withdrawn: readonly DeedId[];
      readonly remarks: readonly StayRemark[];
      /** A stay of ours that turned out to be this one. */
      readonly joins: StayId | null;
    })
  | (Recorded & { readonly type: 'LeaveStarted'; readonly stayId: StayId; readonly deed: Deed })
  | (Recorded & { readonly type: 'LeaveEnded'; readonly stayId: StayId; readonly deed: Deed })
  | (Recorded & {
      readonly type: 'LeaveReverted';
      readonly stayId: StayId;
      readonly withdraws: DeedId;
      readonly leave: Leave | null;
      readonly occurredAt: Instant;
    })
  | (Recorded & { readonly type: 'DisputeSettled'; readonly stayId: StayId })
  | (Recorded & {
      readonly type: 'PatientDetailsNoted';
      readonly patientId: PatientId;
      readonly revision: number;
      readonly restricted: boolean;
      readonly deceased: boolean;
    })
  | (Recorded & {
      readonly type: 'PatientsMerged';
      readonly survivorId: PatientId;
      readonly retiredId: PatientId;
      readonly order: CanonicalOrder;
      readonly occurredAt: Instant;
    });

/** The opening of a book: rows of the one before, whole, by ward; the last sets the count and the time. */
export type CarriedEvent =
  | {
      readonly type: 'WardCarried';
      readonly ward: Ward | null;
      readonly bays: readonly Bay[];
      readonly beds: readonly Bed[];
      readonly stays: readonly BookStay[];
    }
  | { readonly type: 'SitesCarried'; readonly sites: readonly Site[] }
  | {
      readonly type: 'PatientsCarried';
      readonly patients: readonly BookPatient[];
      readonly merges: readonly Merge[];
    }
  | { readonly type: 'CountCarried'; readonly seq: number; readonly lastAt: Instant | null };

export type BookEvent = SetUpEvent | EstateChanged | BedEvent | OccupancyEvent | CarriedEvent;
