import type { Instant } from '@flow/platform/time/instant';
import { isActive } from './settle';
import type { Bed, BookState } from './state';

/** One word for a bed, derived from occupancy, readiness and service, which are facts of their own. */
export type BedLabel =
  | 'available'
  /** Available, and open only for a surge in demand. */
  | 'surge'
  | 'reserved'
  | 'occupied'
  | 'occupied-on-leave'
  | 'awaiting-clean'
  | 'cleaning'
  | 'closed'
  | 'closed-occupied';

function occupiedLabel(state: BookState, bed: Bed): BedLabel {
  if (bed.service.state === 'closed') return 'closed-occupied';
  const isOnLeave = bed.occupants.every((id) => (state.stays.get(id)?.leave ?? null) !== null);
  return isOnLeave ? 'occupied-on-leave' : 'occupied';
}

/** What a board says of the bed at this moment: a hold that has lapsed by then is none. */
export function labelOf(state: BookState, bed: Bed, at: Instant): BedLabel {
  if (bed.occupants.length > 0) return occupiedLabel(state, bed);
  if (bed.service.state === 'closed') return 'closed';
  if (bed.readiness !== 'clean') return bed.readiness;
  if (isActive(bed.hold, at)) return 'reserved';
  return bed.surge ? 'surge' : 'available';
}
