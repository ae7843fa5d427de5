import type { Instant } from '@flow/platform/time/instant';
import type { BayId, BedId, CanonicalOrder, DeedId, HoldId, PatientId, StayId, UserId, WardId } from '../ids';
import type { ToldStay } from '../stay/told-stay';
import type { WantedEstate } from './estate';
import type {
  BayDescription,
  BedDescription,
  ClosedReason,
  HoldReason,
  Site,
  ToldBedStatus,
  WardDescription,
} from './state';

interface Asked {
  readonly by: UserId;
  /** The clock when it was asked. */
  readonly at: Instant;
}

interface Acted extends Asked {
  /** When it was true; absent: now. Never more than 5 minutes ahead. */
  readonly occurredAt?: Instant;
  /** The rows as the person saw them: a bed or stay id with the book's count at which it was shown. */
  readonly seen?: readonly { readonly id: BedId | StayId; readonly seq: number }[];
}

export type Target =
  | { readonly kind: 'bed'; readonly bedId: BedId }
  /** In the ward, bed to be found. */
  | { readonly kind: 'ward'; readonly wardId: WardId };

/** How a patient may be put where the plain rules would say no. */
export interface Arrival {
  readonly to: Target;
  /** The hold that the bed was kept by: the fence against arriving on a hold that has lapsed. */
  readonly holdId?: HoldId;
  /** Beside somebody, on purpose. */
  readonly sharing?: boolean;
  readonly despite?: readonly ('not-clean' | 'closed')[];
}

export interface PatientDetails {
  readonly patientId: PatientId;
  readonly revision: number;
  readonly restricted: boolean;
  readonly deceased: boolean;
}

export type SetUpCommand =
  | (Asked & { readonly type: 'RegisterSite'; readonly site: Site })
  | (Asked & { readonly type: 'DescribeSite'; readonly site: Site })
  /** Registering again what was decommissioned takes it back into use. */
  | (Asked & { readonly type: 'RegisterWard'; readonly wardId: WardId; readonly ward: WardDescription })
  | (Asked & { readonly type: 'DescribeWard'; readonly wardId: WardId; readonly ward: WardDescription })
  | (Asked & { readonly type: 'DecommissionWard'; readonly wardId: WardId })
  | (Asked & { readonly type: 'RegisterBay'; readonly bayId: BayId; readonly bay: BayDescription })
  | (Asked & { readonly type: 'DescribeBay'; readonly bayId: BayId; readonly bay: BayDescription })
  | (Asked & { readonly type: 'DecommissionBay'; readonly bayId: BayId })
  | (Asked & { readonly type: 'RegisterBed'; readonly bedId: BedId; readonly bed: BedDescription })
  | (Asked & { readonly type: 'DescribeBed'; readonly bedId: BedId; readonly bed: BedDescription })
  | (Asked & { readonly type: 'DecommissionBed'; readonly bedId: BedId });

/** Brings all of it to what is wanted at once, or nothing of it. */
export interface ChangeEstate extends Asked {
  readonly type: 'ChangeEstate';
  readonly estate: WantedEstate;
  /** What is not named goes. */
  readonly whole: boolean;
}

export type BedCommand =
  | (Acted & {
      readonly type: 'HoldBed';
      readonly bedId: BedId;
      readonly holdId: HoldId;
      readonly until: Instant;
      readonly reason: HoldReason;
      readonly patientId: PatientId | null;
    })
  | (Acted & { readonly type: 'ReleaseHold'; readonly bedId: BedId; readonly holdId: HoldId })
  | (Acted & {
      readonly type: 'CloseBed';
      readonly bedId: BedId;
      readonly reason: ClosedReason;
      /** For an infection the patient may stay in the closed bed. */
      readonly keepOccupant?: boolean;
    })
  | (Acted & { readonly type: 'OpenBed'; readonly bedId: BedId })
  | (Acted & { readonly type: 'StartCleaning'; readonly bedId: BedId })
  | (Acted & { readonly type: 'StopCleaning'; readonly bedId: BedId })
  | (Acted & { readonly type: 'MarkBedClean'; readonly bedId: BedId })
  | (Acted & { readonly type: 'MarkBedNotClean'; readonly bedId: BedId });

export type WardCommand =
  | (Acted & {
      readonly type: 'Admit';
      readonly stayId: StayId;
      readonly patient: PatientDetails;
      readonly arrival: Arrival;
      readonly deedId: DeedId;
    })
  | (Acted & { readonly type: 'CancelAdmission'; readonly stayId: StayId })
  | (Acted & { readonly type: 'Move'; readonly stayId: StayId; readonly arrival: Arrival; readonly deedId: DeedId })
  | (Acted & { readonly type: 'RevertMove'; readonly stayId: StayId; readonly deedId: DeedId })
  | (Acted & {
      readonly type: 'Swap';
      readonly first: StayId;
      readonly second: StayId;
      /** One deed for both. */
      readonly deedId: DeedId;
    })
  | (Acted & { readonly type: 'RevertSwap'; readonly first: StayId; readonly second: StayId; readonly deedId: DeedId })
  | (Acted & { readonly type: 'Discharge'; readonly stayId: StayId; readonly deedId: DeedId })
  | (Acted & {
      readonly type: 'ReinstateStay';
      readonly stayId: StayId;
      readonly patient: PatientDetails;
      readonly arrival: Arrival;
      readonly deedId: DeedId;
      /** What iPM tells of it, when the book has let it go. */
      readonly told: ToldStay | null;
    })
  /** Somebody saw the patient in the place that the book has. */
  | (Acted & { readonly type: 'ConfirmPlace'; readonly stayId: StayId; readonly deedId: DeedId })
  | (Acted & { readonly type: 'StartLeave'; readonly stayId: StayId; readonly deedId: DeedId })
  | (Acted & { readonly type: 'CancelLeaveStart'; readonly stayId: StayId; readonly deedId: DeedId })
  | (Acted & { readonly type: 'EndLeave'; readonly stayId: StayId; readonly deedId: DeedId })
  | (Acted & { readonly type: 'CancelLeaveEnd'; readonly stayId: StayId; readonly deedId: DeedId })
  /** The ward and the site team agree with where the book has the patient. */
  | (Acted & { readonly type: 'SettleDispute'; readonly stayId: StayId });

export type ToldCommand =
  /** What iPM tells, folded: one stay, or the two of an exchange. */
  | (Asked & {
      readonly type: 'Reconcile';
      readonly stays: readonly ToldStay[];
      readonly patients: readonly PatientDetails[];
    })
  | (Asked & {
      readonly type: 'NoteBedStatus';
      readonly bedId: BedId;
      readonly status: ToldBedStatus;
      readonly order: CanonicalOrder;
    })
  | (Asked & { readonly type: 'NotePatientDetails'; readonly patient: PatientDetails })
  | (Asked & {
      readonly type: 'MergePatients';
      readonly survivor: PatientDetails;
      readonly retiredId: PatientId;
      readonly order: CanonicalOrder;
      readonly occurredAt: Instant;
    });

export type BookCommand = SetUpCommand | ChangeEstate | BedCommand | WardCommand | ToldCommand;
