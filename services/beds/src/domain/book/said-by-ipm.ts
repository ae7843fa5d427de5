import type { BedId, WardId } from '../ids';
import { coarserThan, samePlace } from '../place';
import type { TaskKind } from '../task/task-kinds';
import { concernsOfStay } from './concerns';
import type { BookState, BookStay } from './state';

/** What a board says about a patient: what people are asked to settle, and what they should know and need not act on. */
export type BoardConcern = TaskKind | 'elsewhere-in-ipm';

export interface SaidByIpm {
  /** iPM has not said that the patient is where we have them. */
  readonly unconfirmed: boolean;
  /** Where iPM has a patient who is in, if that is elsewhere. */
  readonly wardId: WardId | null;
  readonly bedId: BedId | null;
}

const CONFIRMED: SaidByIpm = { unconfirmed: false, wardId: null, bedId: null };

/** What iPM says of a patient who is in, against where we have them. A ward without a bed says nothing against a bed in it. */
export function saidByIpm({ theirs, ours }: Pick<BookStay, 'theirs' | 'ours'>): SaidByIpm {
  if (theirs?.state !== 'placed' || ours.place === null) return { ...CONFIRMED, unconfirmed: true };
  if (samePlace(theirs.place, ours.place) || coarserThan(theirs.place, ours.place)) return CONFIRMED;
  return { unconfirmed: true, wardId: theirs.place.wardId, bedId: theirs.place.bedId };
}

/** iPM has the patient in another ward, and nobody is asked about that: it will be told of what we did. */
function isElsewhere(stay: BookStay): boolean {
  const { wardId } = saidByIpm(stay);
  return wardId !== null && wardId !== stay.ours.place?.wardId;
}

/** What a board says about a patient, each once. A dispute asks more than that iPM has them elsewhere, and stands for it. */
export function boardConcerns(state: BookState, stay: BookStay): BoardConcern[] {
  const kinds: BoardConcern[] = concernsOfStay(state, stay.stayId).map(({ kind }) => kind);
  if (isElsewhere(stay) && !kinds.includes('location-disputed')) kinds.push('elsewhere-in-ipm');
  return [...new Set(kinds)].sort();
}

export const isToSettle = (concern: BoardConcern): boolean => concern !== 'elsewhere-in-ipm';
