import type { EventBatch, EventStore } from '../event-store/event-store';
import { sampleEvent } from '../event-store/testing';
import { systemClock } from '../time/clock';
import { once } from './testing';
import { Stopped } from './persistently';
import { readToEnd } from './read-to-end';

const event = (name: string) => ({ ...sampleEvent({ name }), stream: 'thing-1', revision: 0, position: '1' as never });

/** A store whose subscription gives these batches and then nothing, until it is ended. */
const giving = (batches: readonly EventBatch[]): Pick<EventStore, 'subscribe'> => ({
  async *subscribe({ signal }) {
    yield* batches;
    await once(signal);
  },
});

const read = async (...batches: readonly EventBatch[]) => {
  const names: unknown[] = [];
  const given = { store: giving(batches), clock: systemClock, prefixes: ['thing-'] };
  await readToEnd({ ...given, signal: new AbortController().signal }, ({ data }) => names.push(data['name']));
  return names;
};

it('ends in the quiet after a hint, though a batch without one follows it', async () => {
  const [a, b] = [event('a'), event('b')];
  expect(await read({ events: [], caughtUp: true }, { events: [], caughtUp: false })).toStrictEqual([]);
  expect(await read({ events: [a], caughtUp: true }, { events: [b], caughtUp: false })).toStrictEqual(['a', 'b']);
});

it('says that it was not all when it is stopped', async () => {
  const stopped = AbortSignal.abort();
  const given = { store: giving([{ events: [], caughtUp: true }]), clock: systemClock, prefixes: ['thing-'] };
  await expect(readToEnd({ ...given, signal: stopped }, () => undefined)).rejects.toBeInstanceOf(Stopped);
});
