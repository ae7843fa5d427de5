import { BOOKS_OPENED, isBookkeeping } from '@flow/platform/decider/book-events';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { openTestEngines } from '@flow/platform/engines/testing';
import { followUntil } from '@flow/platform/event-store/testing';
import { bookEventCodec } from '../../adapters/eventstore/book-event-codec';
import { same } from '../../domain/values/same';
import { contextOf, laneContext, openBeds, placeOf, setUp, tells } from '../testing/beds';
import { createLiveBook } from './live-book';

const codec = bookEventCodec;
const options = { codec, isBookkeeping, openedType: BOOKS_OPENED };

it('follows from book to book, half-carried ones unseen, and stands where the book itself stands', async () => {
  const engines = await openTestEngines();
  const beds = await openBeds(engines, { limit: 3 });
  await setUp(beds);
  for (const [index, patient] of ['amal', 'bryn', 'cora'].entries()) {
    const told = tells('ADMITTED', `08:0${index}`, patient, { place: placeOf(`A1-0${index + 1}`) });
    await beds.tellStay(told, laneContext(told));
  }
  await beds.holdBed(
    {
      bedId: placeOf('B2-01').bedId!,
      until: tells('ADMITTED', '23:00', 'x').occurredAt,
      reason: 'elective',
      patientId: null,
    },
    contextOf('hold'),
  );
  const { state, position, stream } = await beds.deps.book.load();
  expect(stream).not.toBe('occupancy-trust.1');
  const events: readonly RecordedEvent[] = await followUntil(engines.events, { prefixes: ['occupancy-'] }, (all) =>
    all.some((event) => event.position === position),
  );
  const live = createLiveBook(options);
  const occupied = new Set<number>();
  for (const event of events) {
    live.take([event]);
    live.take([event]);
    occupied.add(live.state.beds.rows().filter(({ occupants }) => occupants.length > 0).length);
  }
  expect(live.position).toBe(position);
  expect(same(live.state.beds.entries(), state.beds.entries())).toBe(true);
  expect(same(live.state.stays.entries(), state.stays.entries())).toBe(true);
  expect([...occupied]).toStrictEqual([0, 1, 2, 3]);

  const goingOn = createLiveBook({ ...options, from: { stream, state, position: position! } });
  goingOn.take(events);
  expect(goingOn.state).toBe(state);

  const missed = createLiveBook(options);
  missed.take(events.slice(0, 2));
  expect(() => missed.take(events.slice(3))).toThrow('event 3 came after event 1');
  await engines.close();
});
