import type { StayTold } from './tellings';

/** How a trigger event is decoded (HL7 v2.4 chapter 3). */
export type EventKind = 'person' | 'merge' | 'visit-moved' | 'stay' | 'swap' | 'bed-status' | 'person-deleted';

export interface EventMeaning {
  readonly kind: EventKind;
  readonly told?: StayTold;
  /** Of events at one moment, recorded at one moment, the lower comes first; a cancel after what it cancels. */
  readonly rank: number;
  /** Which of PV1-44 (admitted) and PV1-45 (discharged) says when it happened, where the event itself does not. */
  readonly timeField?: 44 | 45;
  /** Which of PV2-8 (expected admission) and PV2-9 (expected discharge) it may tell. */
  readonly expects?: 8 | 9;
  /** The place meant is the pending one, PV1-42, where that is told. */
  readonly pending?: true;
}

const stay = (told: StayTold, rank: number, more: Omit<EventMeaning, 'kind' | 'told' | 'rank'> = {}): EventMeaning => ({
  kind: 'stay',
  told,
  rank,
  ...more,
});

const MEANINGS: Readonly<Record<string, EventMeaning>> = {
  A28: { kind: 'person', rank: 1 },
  A31: { kind: 'person', rank: 2 },
  A35: { kind: 'person', rank: 2 },
  A40: { kind: 'merge', rank: 3 },
  A34: { kind: 'merge', rank: 3 },
  A44: { kind: 'visit-moved', told: 'CORRECTED', rank: 4 },
  A45: { kind: 'visit-moved', told: 'CORRECTED', rank: 4 },
  A14: stay('ADMISSION_EXPECTED', 10, { expects: 8, pending: true }),
  A05: stay('PRE_ADMITTED', 11, { expects: 8 }),
  A01: stay('ADMITTED', 20, { timeField: 44, expects: 9 }),
  A04: stay('ATTENDED', 21, { timeField: 44, expects: 9 }),
  A06: stay('RECLASSIFIED', 25, { expects: 9 }),
  A07: stay('RECLASSIFIED', 25, { expects: 9 }),
  A02: stay('TRANSFERRED', 30, { expects: 9 }),
  A17: { kind: 'swap', told: 'TRANSFERRED', rank: 31 },
  A15: stay('TRANSFER_REQUESTED', 35, { expects: 9, pending: true }),
  A16: stay('DISCHARGE_PLANNED', 36, { expects: 9 }),
  A21: stay('LEAVE_STARTED', 40),
  A22: stay('LEAVE_ENDED', 41),
  A08: stay('CORRECTED', 45, { expects: 9 }),
  A03: stay('DISCHARGED', 50, { timeField: 45 }),
  A27: stay('ADMISSION_EXPECTATION_WITHDRAWN', 60),
  A38: stay('ADMISSION_EXPECTATION_WITHDRAWN', 60),
  A26: stay('TRANSFER_REQUEST_WITHDRAWN', 61),
  A25: stay('DISCHARGE_PLAN_WITHDRAWN', 62),
  A52: stay('LEAVE_START_CANCELLED', 63),
  A53: stay('LEAVE_END_CANCELLED', 64),
  A12: stay('TRANSFER_CANCELLED', 65),
  A13: stay('DISCHARGE_CANCELLED', 66, { expects: 9 }),
  A11: stay('ADMISSION_CANCELLED', 67),
  A20: { kind: 'bed-status', rank: 70 },
  A23: stay('VISIT_DELETED', 80),
  A29: { kind: 'person-deleted', rank: 81 },
};

/** Undefined for an ADT event that means nothing to us. */
export const meaningOf = (event: string): EventMeaning | undefined => MEANINGS[event];
