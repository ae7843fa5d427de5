import type { BedId, PatientId, StayId } from '../ids';
import type { TaskKind } from '../task/task-kinds';
import { mayHaveBed } from './claims';
import { staysOf, wantedBed } from './rows';
import type { Bed, BookState, BookStay } from './state';

/** Something about a stay or a bed that people have to settle, for as long as the state shows it. */
export interface Concern {
  readonly kind: TaskKind;
  /** What brought it about: the same cause never raises two tasks. */
  readonly cause: string;
  readonly subjects: readonly string[];
}

function bedTaken(state: BookState, stay: BookStay): string | undefined {
  const wanted = wantedBed(stay);
  if (wanted === null || wanted === stay.bedId || !state.beds.has(wanted)) return undefined;
  return mayHaveBed(state, stay) ? `${wanted}|${stay.ours.claimedAt}` : undefined;
}

/** Their place or ours has a part that no map and no register knows. */
function unknownPlace(state: BookState, stay: BookStay): string | undefined {
  if (stay.ours.place === null) return undefined;
  const told = stay.theirs?.state === 'placed' ? stay.theirs.place : stay.ours.place;
  if (told.unmappedId !== null) return told.unmappedId;
  const wanted = wantedBed(stay);
  if (wanted !== null && !state.beds.has(wanted)) return wanted;
  return stay.ours.place.wardId === null ? 'none' : undefined;
}

/** What iPM and the ward say of whether the patient is in at all. */
function presence({ theirs, ours }: BookStay): TaskKind | undefined {
  if (theirs === null) return 'provisional-stay';
  if (ours.place === null) return theirs.state === 'placed' ? 'discharged-here-open-there' : undefined;
  if (theirs.state === 'left') return 'discharged-still-in-bed';
  return theirs.state === 'cancelled' ? 'cancelled-in-bed' : undefined;
}

function otherStays(state: BookState, stay: BookStay): BookStay[] {
  if (stay.ours.place === null) return [];
  return staysOf(state, stay.patientId).filter((one) => one.stayId !== stay.stayId && one.ours.place !== null);
}

/** Of a patient's open stays only the first by id is the subject, so that there is one task and not one for each. */
function openStays(state: BookState, stay: BookStay): Concern[] {
  const others = otherStays(state, stay);
  if (others.length === 0 || others.some((one) => one.stayId < stay.stayId)) return [];
  const subjects = [stay.stayId, stay.patientId, ...others.map(({ stayId }) => stayId)];
  const areInBeds = stay.bedId !== null && others.some((one) => one.bedId !== null);
  const mergedAt = state.patients.get(stay.patientId)?.mergedAt ?? null;
  if (areInBeds && mergedAt !== null) return [{ kind: 'merged-both-in-beds', cause: mergedAt, subjects }];
  return [{ kind: 'two-open-stays', cause: subjects.join('|'), subjects }];
}

export function concernsOfStay(state: BookState, stayId: StayId): Concern[] {
  const stay = state.stays.get(stayId);
  if (stay === undefined) return [];
  const subjects = [stay.stayId, stay.patientId];
  const found: (readonly [TaskKind, string | null | undefined])[] = [
    ['location-disputed', stay.disputed],
    ['bed-taken', bedTaken(state, stay)],
    ['unknown-place', unknownPlace(state, stay)],
    ['hold-displaced', stay.notes.includes('hold-displaced') ? stay.ours.order : undefined],
    ['placed-in-closed-bed', stay.notes.includes('closed') ? stay.ours.order : undefined],
  ];
  const concerns = found.flatMap(([kind, cause]): Concern[] =>
    cause === null || cause === undefined ? [] : [{ kind, cause, subjects }],
  );
  const kind = presence(stay);
  if (kind !== undefined) concerns.push({ kind, cause: stay.theirs?.order ?? stay.stayId, subjects });
  return [...concerns, ...openStays(state, stay)];
}

/** iPM calls the bed free in which we have somebody. */
export function concernsOfBed(bed: Bed): Concern[] {
  if (bed.told?.status !== 'unoccupied' || bed.occupants.length === 0) return [];
  return [{ kind: 'bed-status-disputed', cause: bed.told.order, subjects: [bed.bedId, ...bed.occupants] }];
}

/** Everything that is of concern about these. */
export function concernsOf(
  state: BookState,
  of: { readonly stays: Iterable<StayId>; readonly beds: Iterable<BedId>; readonly patients: Iterable<PatientId> },
): Concern[] {
  const stays = new Set([
    ...of.stays,
    ...[...of.patients].flatMap((id) => staysOf(state, id).map(({ stayId }) => stayId)),
  ]);
  const beds = [...of.beds].flatMap((id) => state.beds.get(id) ?? []);
  return [...[...stays].flatMap((id) => concernsOfStay(state, id)), ...beds.flatMap(concernsOfBed)];
}
