import type { Instant } from '@flow/platform/time/instant';
import type { BedId, PatientId, StayId, WardId } from '../ids';
import { spotOf } from './settle';
import type { BookState, BookStay } from './state';

/** What cannot be true of a patient at the same time, each found by comparing what the ward and iPM say. */
export type InconsistencyKind =
  /** In a bed here, and iPM knows of no admission, or has cancelled it. */
  | 'in-bed-not-admitted'
  /** In a bed of another ward than iPM says. */
  | 'bed-ward-differs'
  | 'discharged-still-in-bed';

export interface Inconsistency {
  readonly kind: InconsistencyKind;
  readonly stayId: StayId;
  readonly patientId: PatientId;
  readonly bedId: BedId;
  readonly wardId: WardId | null;
  /** The ward that iPM says, if it says one. */
  readonly toldWardId: WardId | null;
  /** Since when the patient is where we have them. */
  readonly since: Instant;
}

function kindOf({ theirs }: BookStay, wardId: WardId | null): InconsistencyKind | undefined {
  if (theirs === null || theirs.state === 'cancelled') return 'in-bed-not-admitted';
  if (theirs.state === 'left') return 'discharged-still-in-bed';
  return theirs.place.wardId !== null && theirs.place.wardId !== wardId ? 'bed-ward-differs' : undefined;
}

/** Every patient in a bed about whom the ward and iPM contradict each other, by ward and bed. */
export function inconsistencies(state: BookState): Inconsistency[] {
  return state.stays
    .rows()
    .flatMap((stay): Inconsistency[] => {
      const { stayId, patientId, bedId, ours, theirs } = stay;
      if (bedId === null) return [];
      const wardId = spotOf(state, stay)?.wardId ?? null;
      const kind = kindOf(stay, wardId);
      const toldWardId = theirs?.place.wardId ?? null;
      return kind === undefined ? [] : [{ kind, stayId, patientId, bedId, wardId, toldWardId, since: ours.since }];
    })
    .sort((a, b) => (`${a.wardId ?? ''}|${a.bedId}` < `${b.wardId ?? ''}|${b.bedId}` ? -1 : 1));
}
