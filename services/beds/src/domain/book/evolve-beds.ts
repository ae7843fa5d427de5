import type { Bed, BookState, PlacementNote } from './state';
import type { BedEvent } from './events';
import { markOf, withBed, withStay } from './rows';

/** The people in a bed no longer have amiss with it what has been put right. */
function withoutNote(state: BookState, bed: Bed, note: PlacementNote): BookState {
  let next = state;
  for (const stayId of bed.occupants) {
    const stay = next.stays.get(stayId);
    if (stay?.notes.includes(note)) next = withStay(next, { ...stay, notes: stay.notes.filter((one) => one !== note) });
  }
  return next;
}

export function bedChanged(state: BookState, event: BedEvent): BookState {
  const bed = state.beds.get(event.bedId);
  if (bed === undefined) return state;
  const mark = markOf(state, event);
  switch (event.type) {
    case 'BedHeld':
      return withBed(state, { ...bed, hold: event.hold, marks: { ...bed.marks, hold: mark } });
    case 'HoldReleased':
      return withBed(state, { ...bed, hold: null, marks: { ...bed.marks, hold: mark } });
    case 'BedClosed': {
      const service = { state: 'closed' as const, reason: event.reason, since: event.occurredAt };
      return withBed(state, { ...bed, service, marks: { ...bed.marks, service: mark } });
    }
    case 'BedOpened': {
      const opened = { ...bed, service: { state: 'open' as const }, marks: { ...bed.marks, service: mark } };
      return withoutNote(withBed(state, opened), bed, 'closed');
    }
    case 'BedReadinessChanged': {
      const { readiness, occurredAt } = event;
      const marks = { ...bed.marks, readiness: mark };
      const next = withBed(state, { ...bed, readiness, readinessSince: occurredAt, marks });
      return readiness === 'clean' ? withoutNote(next, bed, 'not-clean') : next;
    }
    case 'BedStatusTold':
      return withBed(state, { ...bed, told: { status: event.status, order: event.order } });
  }
}
