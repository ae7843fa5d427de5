import type { BedId, StayId } from '../ids';
import type { Deed } from '../stay/deed';
import { done } from '../stay/whereabouts';
import type { Leg, OccupancyEvent } from './events';
import { isOver, markOf, withBed, withoutStay, withStay } from './rows';
import type { BookState, BookStay, Mark, Readiness, Undo } from './state';

type PatientsMoved = Extract<OccupancyEvent, { type: 'PatientsMoved' }>;

/** A stay that our people begin: where they put the patient is all that is known of it. */
function begun(leg: Leg, deed: Deed, mark: Mark): BookStay | undefined {
  const { ours } = done({ theirs: null, ours: null, base: null, disputed: null, leave: null }, deed);
  if (ours === null) return undefined;
  return {
    stayId: leg.stayId,
    patientId: leg.patientId,
    began: null,
    folded: 0,
    theirs: null,
    ours,
    base: null,
    disputed: null,
    settled: null,
    leave: null,
    deeds: [],
    withdrawn: [],
    remarks: [],
    bedId: null,
    notes: [],
    undo: null,
    mark,
  };
}

function withDeed(stay: BookStay, deed: Deed, undo: Undo): BookStay {
  const { theirs, ours, base, disputed, leave } = stay;
  const after = done({ theirs, ours, base, disputed, leave }, deed);
  return {
    ...stay,
    ours: after.ours ?? ours,
    leave: after.leave,
    disputed: after.disputed,
    deeds: [...stay.deeds, deed],
    undo,
  };
}

/** The record of the stay without the deeds that a leg takes back. */
export function withoutDeeds(stay: BookStay, leg: Pick<Leg, 'withdraws' | 'ours'>): BookStay {
  const { withdraws, ours } = leg;
  if (withdraws === undefined) return stay;
  return {
    ...stay,
    ours: ours ?? stay.ours,
    deeds: stay.deeds.filter(({ deedId }) => !withdraws.includes(deedId)),
    withdrawn: [...stay.withdrawn, ...withdraws],
    undo: null,
  };
}

function undoOf(state: BookState, leg: Leg, deed: Deed): Undo {
  const known = state.stays.get(leg.stayId);
  const bedTo = leg.to?.bedId ?? null;
  return {
    deedId: deed.deedId,
    ours: known?.ours ?? null,
    bedId: known?.bedId ?? null,
    leave: known?.leave ?? null,
    readiness: bedTo === null ? null : (state.beds.get(bedTo)?.readiness ?? null),
  };
}

/** What the leg says of the stay itself; undefined: the book knows nothing of it, and has nothing to learn. */
function stayAfter(state: BookState, leg: Leg, mark: Mark): BookStay | undefined {
  const { deed } = leg;
  const known = state.stays.get(leg.stayId);
  const stay = known ?? (deed === undefined ? undefined : begun(leg, deed, mark));
  if (stay === undefined) return undefined;
  const acted = deed === undefined ? stay : withDeed(stay, deed, undoOf(state, leg, deed));
  return { ...withoutDeeds(acted, leg), bedId: leg.to?.bedId ?? null, notes: leg.notes, mark };
}

/** Takes the patient out of the bed they leave. The last to go leaves it as the leg says. */
function emptied(state: BookState, leg: Leg, mark: Mark): BookState {
  const bedId = leg.from?.bedId ?? null;
  const bed = bedId === null || bedId === leg.to?.bedId ? undefined : state.beds.get(bedId);
  if (bed === undefined) return state;
  const occupants = bed.occupants.filter((id) => id !== leg.stayId);
  const marks = { ...bed.marks, occupancy: mark };
  if (occupants.length > 0) return withBed(state, { ...bed, occupants, marks });
  const readiness = leg.leaves;
  const readinessSince = readiness === bed.readiness ? bed.readinessSince : mark.at;
  return withBed(state, { ...bed, occupants, readiness, readinessSince, marks: { ...marks, readiness: mark } });
}

const backAsItWas = (readiness: Readiness): Readiness => (readiness === 'awaiting-clean' ? 'clean' : readiness);

/** Puts the patient into the bed they get; whatever hold was on it is used up or displaced. */
function filled(state: BookState, leg: Leg, mark: Mark): BookState {
  const bedId: BedId | null = leg.to?.bedId ?? null;
  const bed = bedId === null || bedId === leg.from?.bedId ? undefined : state.beds.get(bedId);
  if (bed === undefined) return state;
  const occupants: StayId[] = [...bed.occupants.filter((id) => id !== leg.stayId), leg.stayId];
  const marks = { ...bed.marks, occupancy: mark, hold: bed.hold === null ? bed.marks.hold : mark };
  // A move that was taken back never made the bed dirty.
  const readiness = leg.withdraws === undefined ? bed.readiness : backAsItWas(bed.readiness);
  return withBed(state, { ...bed, occupants, hold: null, readiness, marks });
}

export function patientsMoved(state: BookState, event: PatientsMoved): BookState {
  const mark = markOf(state, event);
  const stays = event.legs.map((leg) => ({ leg, stay: stayAfter(state, leg, mark) }));
  let next = state;
  for (const leg of event.legs) next = emptied(next, leg, mark);
  for (const leg of event.legs) next = filled(next, leg, mark);
  for (const { leg, stay } of stays) {
    if (stay === undefined) continue;
    next = leg.ours === null || isOver(stay) ? withoutStay(withStay(next, stay), stay.stayId) : withStay(next, stay);
  }
  return next;
}
