import type { Instant } from '@flow/platform/time/instant';
import { labelOf, type BedLabel } from '../../domain/book/label';
import { staysOf, wantedBed } from '../../domain/book/rows';
import { boardConcerns, saidByIpm, type BoardConcern } from '../../domain/book/said-by-ipm';
import { isActive } from '../../domain/book/settle';
import type { Bay, Bed, BookState, BookStay, Hold, PlacementNote, Ward } from '../../domain/book/state';
import type { PatientId } from '../../domain/ids';
import type { PatientDetails } from './patient-details';

/** A patient on a board, as whoever may see everything sees them. */
export interface OccupantRow {
  readonly stayId: string;
  readonly patientId: string;
  /** Shielded: shown to the ward and the bed manager only. */
  readonly restricted: boolean;
  readonly deceased: boolean;
  /** Null while they are being fetched. */
  readonly details: PatientDetails | null;
  readonly since: Instant;
  readonly onLeaveSince: Instant | null;
  /** Somebody on the ward put or saw the patient there. */
  readonly confirmed: boolean;
  /** iPM has not told of this stay. */
  readonly provisional: boolean;
  /** Not so in iPM, or not yet: where iPM has the patient, if elsewhere. */
  readonly unconfirmedByIpm: boolean;
  readonly toldWardId: string | null;
  readonly toldBedId: string | null;
  readonly openedFromSnapshot: boolean;
  /** A message about the patient is not understood since then: they may be elsewhere. */
  readonly uncertainSince: Instant | null;
  readonly concerns: readonly BoardConcern[];
  readonly notes: readonly PlacementNote[];
  /** The bed that iPM or the ward names and the patient does not have. */
  readonly wantedBedId: string | null;
  /** The book's count when the stay last changed: what a command compares with. */
  readonly seq: number;
}

export interface BedRow {
  readonly bed: Bed;
  readonly label: BedLabel;
  readonly occupants: readonly OccupantRow[];
  /** Null once it has lapsed. */
  readonly hold: Hold | null;
  /** The hold is for a shielded patient. */
  readonly holdRestricted: boolean;
  /** The book's count when any fact of the bed last changed. */
  readonly seq: number;
}

/** A ward with everything on it, as it stands. */
export interface WardRows {
  readonly ward: Ward;
  readonly bays: readonly Bay[];
  readonly beds: readonly BedRow[];
  /** In the ward without a bed. */
  readonly waiting: readonly OccupantRow[];
}

export interface RowsOptions {
  readonly state: BookState;
  readonly at: Instant;
  /** Details of at least the revision that the book noted. */
  readonly detailsOf: (patientId: string, revision: number) => PatientDetails | undefined;
  /** Those of whom messages are parked, by who they are now. */
  readonly parked: ReadonlyMap<PatientId, Instant>;
}

function patientOf({ state, detailsOf }: RowsOptions, patientId: PatientId) {
  const known = state.patients.get(patientId) ?? { restricted: false, deceased: false, revision: 0 };
  const details = detailsOf(patientId, known.revision) ?? null;
  return { patientId, restricted: known.restricted, deceased: known.deceased, details };
}

export function occupantRow(options: RowsOptions, stay: BookStay): OccupantRow {
  const { stayId, patientId, ours, leave, bedId } = stay;
  const wanted = wantedBed(stay);
  const said = saidByIpm(stay);
  return {
    stayId,
    ...patientOf(options, patientId),
    since: ours.since,
    onLeaveSince: leave?.since ?? null,
    confirmed: ours.confirmed,
    provisional: stay.theirs === null,
    unconfirmedByIpm: said.unconfirmed,
    toldWardId: said.wardId,
    toldBedId: said.bedId,
    openedFromSnapshot: stay.remarks.includes('opened-from-snapshot'),
    uncertainSince: options.parked.get(patientId) ?? null,
    concerns: boardConcerns(options.state, stay),
    notes: stay.notes,
    wantedBedId: wanted === bedId ? null : wanted,
    seq: stay.mark.seq,
  };
}

export function bedRow(options: RowsOptions, bed: Bed): BedRow {
  const { state, at } = options;
  const hold = isActive(bed.hold, at) ? bed.hold : null;
  const heldFor = hold?.patientId ?? null;
  return {
    bed,
    label: labelOf(state, bed, at),
    occupants: bed.occupants.flatMap((id) => {
      const stay = state.stays.get(id);
      return stay === undefined ? [] : [occupantRow(options, stay)];
    }),
    hold,
    holdRestricted: heldFor !== null && (state.patients.get(heldFor)?.restricted ?? false),
    seq: Math.max(...Object.values(bed.marks).map(({ seq }) => seq)),
  };
}

/** All that the row of a stay is made from. Rows never change, so that the same things give the same row. */
export function occupantInputs({ state, detailsOf, parked }: RowsOptions, stay: BookStay): unknown[] {
  const { patientId } = stay;
  const patient = state.patients.get(patientId);
  const wanted = wantedBed(stay);
  return [
    stay,
    patient,
    detailsOf(patientId, patient?.revision ?? 0),
    parked.get(patientId),
    wanted === null || state.beds.has(wanted),
    ...staysOf(state, patientId),
  ];
}

/** All that the row of a bed is made from. */
export function bedInputs(options: RowsOptions, bed: Bed): unknown[] {
  const { state, at } = options;
  const heldFor = bed.hold?.patientId ?? null;
  return [
    bed,
    isActive(bed.hold, at),
    heldFor === null ? undefined : state.patients.get(heldFor),
    ...bed.occupants.flatMap((id) => {
      const stay = state.stays.get(id);
      return stay === undefined ? [] : occupantInputs(options, stay);
    }),
  ];
}
