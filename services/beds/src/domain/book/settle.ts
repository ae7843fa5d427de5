import type { Instant } from '@flow/platform/time/instant';
import type { BedId, PatientId, StayId, UserId } from '../ids';
import { same } from '../values/same';
import { holdersOf, mayHaveBed } from './claims';
import type { BedEvent, Leg, Spot } from './events';
import { claimantsOf, staysOf, survivorOf, wantedBed } from './rows';
import type { Bed, BookState, BookStay, Hold, PlacementNote } from './state';

export interface Asking {
  readonly by: UserId;
  readonly at: Instant;
}

export const isActive = (hold: Hold | null, at: Instant): hold is Hold => hold !== null && at < hold.until;

/** Where a stay really is; null: nowhere in the hospital. */
export function spotOf(state: BookState, stay: BookStay | undefined): Spot | null {
  if (stay === undefined) return null;
  if (stay.bedId !== null) return { wardId: state.beds.get(stay.bedId)?.wardId ?? null, bedId: stay.bedId };
  return stay.ours.place === null ? null : { wardId: stay.ours.place.wardId, bedId: null };
}

/** Where a stay is to be, now that all claims are known. */
function dueSpot(state: BookState, stay: BookStay | undefined): Spot | null {
  if (stay?.ours.place === undefined || stay.ours.place === null) return null;
  const bedId = wantedBed(stay);
  const gets = bedId !== null && mayHaveBed(state, stay) && holdersOf(state, bedId).includes(stay.stayId);
  if (!gets) return { wardId: stay.ours.place.wardId, bedId: null };
  return { wardId: state.beds.get(bedId)?.wardId ?? stay.ours.place.wardId, bedId };
}

/** Everybody for whom something may change when these patients' stays or these beds have changed. */
function concerned(state: BookState, patients: readonly PatientId[], beds: readonly BedId[]): StayId[] {
  // Whoever a merge names may be somebody else by now, by another merge.
  const stays = patients.flatMap((patientId) => staysOf(state, survivorOf(state, patientId)));
  const touched = new Set([...beds, ...stays.flatMap((stay) => [stay.bedId, wantedBed(stay)])]);
  const ids = new Set(stays.map(({ stayId }) => stayId));
  for (const bedId of touched) {
    if (bedId === null) continue;
    for (const id of state.beds.get(bedId)?.occupants ?? []) ids.add(id);
    for (const { stayId } of claimantsOf(state, bedId)) ids.add(stayId);
  }
  return [...ids].sort();
}

interface Change {
  readonly stay: BookStay;
  readonly from: Spot | null;
  readonly to: Spot | null;
}

function changeOf(before: BookState, draft: BookState, stayId: StayId): Change[] {
  const known = before.stays.get(stayId);
  const stay = draft.stays.get(stayId) ?? known;
  if (stay === undefined) return [];
  const now = draft.stays.get(stayId);
  const from =
    known === undefined && now?.bedId === null ? null : spotOf(known === undefined ? draft : before, known ?? now);
  const to = dueSpot(draft, now);
  return same(from, to) ? [] : [{ stay, from, to }];
}

export function notesOn(bed: Bed, patientId: PatientId, isVacatedNow: boolean, at: Instant): PlacementNote[] {
  const notes: PlacementNote[] = [];
  if (isActive(bed.hold, at) && bed.hold.patientId !== patientId) notes.push('hold-displaced');
  if (isVacatedNow || bed.readiness !== 'clean') notes.push('not-clean');
  if (bed.service.state === 'closed') notes.push('closed');
  return notes;
}

export interface Settlement {
  readonly legs: readonly Leg[];
  /** Holds that the arrivals displace, to be recorded first. */
  readonly displaced: readonly BedEvent[];
}

/**
 * Who moves, now that `draft` says what everybody wants: `before` is where they are. An exchange leaves the beds as
 * they were; any other bed that is left awaits cleaning.
 */
export function settled(
  before: BookState,
  draft: BookState,
  touched: {
    readonly patients: readonly PatientId[];
    readonly beds: readonly BedId[];
    readonly gone?: readonly StayId[];
  },
  asking: Asking & { readonly isExchange?: boolean },
): Settlement {
  const ids = new Set([...concerned(draft, touched.patients, touched.beds), ...(touched.gone ?? [])]);
  const changes = [...ids].sort().flatMap((stayId) => changeOf(before, draft, stayId));
  const vacated = new Set(changes.flatMap(({ from }) => from?.bedId ?? []));
  const isExchange = asking.isExchange ?? false;
  const legs = changes.map(({ stay, from, to }): Leg => {
    const bed = to?.bedId == null ? undefined : draft.beds.get(to.bedId);
    const left = from?.bedId == null ? undefined : draft.beds.get(from.bedId);
    return {
      stayId: stay.stayId,
      patientId: stay.patientId,
      from,
      to,
      notes: bed === undefined ? [] : notesOn(bed, stay.patientId, !isExchange && vacated.has(bed.bedId), asking.at),
      leaves: isExchange && left !== undefined ? left.readiness : 'awaiting-clean',
    };
  });
  return { legs, displaced: legs.flatMap((leg) => displacedBy(draft, leg, asking)) };
}

function displacedBy(state: BookState, leg: Leg, { by, at }: Asking): BedEvent[] {
  const bed = leg.to?.bedId == null ? undefined : state.beds.get(leg.to.bedId);
  if (bed?.hold == null || !leg.notes.includes('hold-displaced')) return [];
  return [{ type: 'HoldReleased', bedId: bed.bedId, holdId: bed.hold.holdId, why: 'displaced', by, at }];
}
