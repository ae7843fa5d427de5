import type { Instant } from '@flow/platform/time/instant';
import type { BayId, BedId, CanonicalOrder, DeedId, HoldId, PatientId, SiteId, StayId, UserId, WardId } from '../ids';
import type { Place } from '../place';
import type { Deed } from '../stay/deed';
import type { StayRemark } from '../stay/told-stay';
import type { Leave, Ours, Theirs } from '../stay/whereabouts';
import type { Table } from '../values/table';

/** Who last changed a fact, when we recorded it, and the how manieth event of all books it was. */
export interface Mark {
  readonly seq: number;
  readonly by: UserId;
  readonly at: Instant;
}

export interface Site {
  readonly siteId: SiteId;
  readonly code: string;
  readonly name: string;
  readonly odsCode: string | null;
}

/** `sex`, `age` and `intensity` are codes of the NHS Data Dictionary (WARD attributes: sex 1, 2, 8, 9; age 1, 2, 3, 8). */
export interface WardDescription {
  readonly siteId: SiteId;
  readonly code: string;
  readonly name: string;
  readonly kind: 'ward' | 'emergency' | 'day' | 'escalation' | 'virtual';
  readonly specialty: string | null;
  readonly sex: string | null;
  readonly age: string | null;
  readonly intensity: string | null;
}

export interface BayDescription {
  readonly wardId: WardId;
  readonly code: string;
  readonly name: string;
  /** Who may lie here: 1 male, 2 female, 8 not specified (NHS Data Dictionary). */
  readonly sex: string | null;
}

export type BedKind = 'bay' | 'side-room' | 'hdu' | 'icu' | 'trolley' | 'chair' | 'escalation' | 'cot' | 'virtual';

export interface BedDescription {
  readonly wardId: WardId;
  readonly bayId: BayId | null;
  readonly code: string;
  readonly name: string;
  readonly kind: BedKind;
  readonly funding: 'core' | 'escalation' | 'boarding';
  /** Opened for a surge in demand. */
  readonly surge: boolean;
  readonly oxygen: boolean;
  readonly isolation: boolean;
  readonly bariatric: boolean;
  readonly monitored: boolean;
}

export interface Ward extends WardDescription {
  readonly wardId: WardId;
  readonly decommissioned: boolean;
  readonly mark: Mark;
}

export interface Bay extends BayDescription {
  readonly bayId: BayId;
  readonly decommissioned: boolean;
  readonly mark: Mark;
}

export type Readiness = 'clean' | 'awaiting-clean' | 'cleaning';

export type ClosedReason = 'infection' | 'staffing' | 'estates' | 'deep-clean' | 'fire' | 'decommissioning';

export type Service =
  { readonly state: 'open' } | { readonly state: 'closed'; readonly reason: ClosedReason; readonly since: Instant };

export type HoldReason = 'admission' | 'transfer' | 'repatriation' | 'elective' | 'isolation' | 'return-from-leave';

/** A bed kept for somebody until a time. From that time on it means nothing, whoever tidies it away. */
export interface Hold {
  readonly holdId: HoldId;
  readonly until: Instant;
  readonly reason: HoldReason;
  /** Null: kept for a request that has no patient yet. */
  readonly patientId: PatientId | null;
}

/** HL7 table 0116, in words. */
export const TOLD_BED_STATUSES = [
  'closed',
  'housekeeping',
  'occupied',
  'unoccupied',
  'contaminated',
  'isolated',
] as const;
export type ToldBedStatus = (typeof TOLD_BED_STATUSES)[number];

export interface Bed extends BedDescription {
  readonly bedId: BedId;
  /** Normally one; more only where sharing was asked for. */
  readonly occupants: readonly StayId[];
  readonly hold: Hold | null;
  readonly readiness: Readiness;
  readonly readinessSince: Instant;
  readonly service: Service;
  readonly decommissioned: boolean;
  /** What iPM last said of the bed itself (HL7 v2.4 §3.3.20, A20): advice. */
  readonly told: { readonly status: ToldBedStatus; readonly order: CanonicalOrder } | null;
  /** One for each fact that a command may depend on. */
  readonly marks: {
    readonly described: Mark;
    readonly occupancy: Mark;
    readonly hold: Mark;
    readonly readiness: Mark;
    readonly service: Mark;
  };
}

export type PlacementNote = 'hold-displaced' | 'not-clean' | 'closed';

/** Enough to take back the last thing that our people did. */
export interface Undo {
  readonly deedId: DeedId;
  readonly ours: Ours | null;
  readonly bedId: BedId | null;
  readonly leave: Leave | null;
  /** What the bed that was taken was like before. */
  readonly readiness: Readiness | null;
}

/** A stay while the book has to know of it: the patient is in, or one of us still says so. */
export interface BookStay {
  readonly stayId: StayId;
  readonly patientId: PatientId;
  /** Null: provisional, iPM has not told of it. */
  readonly began: CanonicalOrder | null;
  readonly folded: number;
  readonly theirs: Theirs | null;
  readonly ours: Ours;
  /** The last place that both agreed on. */
  readonly base: Place | null;
  /** The canonical order of what iPM said against us and we have not settled. */
  readonly disputed: CanonicalOrder | null;
  /** The last dispute that people settled: it is not raised again. */
  readonly settled: CanonicalOrder | null;
  readonly leave: Leave | null;
  readonly deeds: readonly Deed[];
  readonly withdrawn: readonly DeedId[];
  readonly remarks: readonly StayRemark[];
  /** The bed that the patient has. */
  readonly bedId: BedId | null;
  /** What was amiss with the bed when it was given. */
  readonly notes: readonly PlacementNote[];
  readonly undo: Undo | null;
  readonly mark: Mark;
}

export interface BookPatient {
  readonly patientId: PatientId;
  readonly revision: number;
  readonly restricted: boolean;
  readonly deceased: boolean;
  /** The latest merge that this patient survived. */
  readonly mergedAt: CanonicalOrder | null;
  readonly mark: Mark;
}

/** A retired patient id and who they are now; `at`: when we recorded it. */
export interface Merge {
  readonly retiredId: PatientId;
  readonly survivorId: PatientId;
  readonly at: Instant;
}

/** All that one hard rule must see at once: one estate's beds, and who is in them. */
export interface BookState {
  /** Events of all books of this estate so far. */
  readonly seq: number;
  /** When the last of them was recorded: time in this book never runs back. */
  readonly lastAt: Instant | null;
  readonly sites: Table<Site>;
  readonly wards: Table<Ward>;
  readonly bays: Table<Bay>;
  readonly beds: Table<Bed>;
  readonly stays: Table<BookStay>;
  readonly patients: Table<BookPatient>;
  /** By the retired patient id. */
  readonly merges: Table<Merge>;
  /** The stays of a patient, and those that want a bed: kept by evolve, so that no rule has to search. */
  readonly staysOfPatient: Table<readonly StayId[]>;
  readonly claimsOnBed: Table<readonly StayId[]>;
}
