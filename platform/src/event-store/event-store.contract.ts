import { randomUUID } from 'node:crypto';
import { AppendTooLarge, WrongExpectedRevision } from './errors';
import { MAX_APPEND_BYTES, type EventStore, type ExpectedRevision, type NewEvent } from './event-store';
import { subscribing } from './subscribing.contract';
import { certainly, sampleEvent, sampleMetadata } from './testing';

/** A store to be tried, and how to leave it. A store may hold other tests' streams: names here are always new. */
export type OpenEventStore = () => Promise<{ readonly store: EventStore; close(): Promise<void> }>;

const newCategory = (): string => `t${randomUUID().replaceAll('-', '')}`;
const ids = (events: readonly { readonly id: string }[]): readonly string[] => events.map(({ id }) => id);

/** What the port promises, tried on one engine. Nothing here relies on what only one of them gives. */
export function eventStoreContract(name: string, open: OpenEventStore): void {
  describe(`event store: ${name}`, () => {
    let opened: Awaited<ReturnType<OpenEventStore>>;
    let store: EventStore;
    let category: string;
    let stream: string;

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(async () => opened.close());
    beforeEach(() => {
      category = newCategory();
      stream = `${category}-1`;
    });

    const append = async (to: string, expected: ExpectedRevision, events: readonly NewEvent[]) =>
      certainly(async () => store.append(to, expected, events));
    const all = async (of: string) => (await store.read(of, { limit: 4096 })).events;
    const refusal = async (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => 'not refused',
        (error: unknown) => error,
      );

    describe('append and read', () => {
      it('gives back what was appended, with stream, revision and position', async () => {
        const first = sampleEvent({ text: 'é 🛏 \u0000', list: [1, null, { deep: true }], zero: 0 });
        const second = sampleEvent({}, 'other.v2');
        const appended = await append(stream, 'no-stream', [first, second]);
        const { exists, events } = await store.read(stream, { limit: 10 });
        expect(exists).toBe(true);
        expect(events).toStrictEqual([
          { ...first, stream, revision: 0, position: events[0]!.position },
          { ...second, stream, revision: 1, position: events[1]!.position },
        ]);
        expect(appended).toStrictEqual({ revision: 1, position: events[1]!.position });
        expect(events[0]!.position < events[1]!.position).toBe(true);
      });

      it('stores a copy', async () => {
        const data = { list: ['a'] };
        const event = sampleEvent(data);
        const done = append(stream, 'no-stream', [event]);
        data.list.push('b');
        await done;
        const [stored] = await all(stream);
        expect(['["a"]', '["a","b"]']).toContain(JSON.stringify(stored!.data['list']));
        data.list.push('c');
        expect((await all(stream))[0]!.data).toStrictEqual(stored!.data);
      });

      it('knows a stream that was never written', async () => {
        expect(await store.read(stream, { limit: 10 })).toStrictEqual({ exists: false, events: [] });
      });

      it('writes positions as two numbers of 20 digits, in text order', async () => {
        const { position } = await append(stream, 'no-stream', [sampleEvent()]);
        expect(position).toMatch(/^\d{20}-\d{20}$/);
        const later = await append(`${category}-2`, 'no-stream', [sampleEvent()]);
        expect(later.position > position).toBe(true);
      });

      it('reads pages either way', async () => {
        const events = Array.from({ length: 7 }, (_, index) => sampleEvent({ index }));
        await append(stream, 'no-stream', events);
        const revisions = async (options: Parameters<EventStore['read']>[1]) =>
          (await store.read(stream, options)).events.map(({ revision }) => revision);
        expect(await revisions({ limit: 3 })).toStrictEqual([0, 1, 2]);
        expect(await revisions({ from: 5, limit: 3 })).toStrictEqual([5, 6]);
        expect(await revisions({ from: 7, limit: 3 })).toStrictEqual([]);
        expect(await revisions({ direction: 'backwards', limit: 2 })).toStrictEqual([6, 5]);
        expect(await revisions({ direction: 'backwards', from: 1, limit: 5 })).toStrictEqual([1, 0]);
      });

      it.each([0, 4097, 1.5])('refuses a page of %d', async (limit) => {
        await expect(store.read(stream, { limit })).rejects.toThrow(RangeError);
      });

      it('refuses an append of nothing, a stream without a category, and an id that is no UUID', async () => {
        await expect(certainly(async () => store.append(stream, 'no-stream', []))).rejects.toThrow(RangeError);
        await expect(certainly(async () => store.append('nodash', 'no-stream', [sampleEvent()]))).rejects.toThrow(
          TypeError,
        );
        await expect(
          certainly(async () => store.append(stream, 'no-stream', [{ ...sampleEvent(), id: '1' }])),
        ).rejects.toThrow(TypeError);
        await expect(certainly(async () => store.append(stream, -1, [sampleEvent()]))).rejects.toThrow(RangeError);
      });
    });

    describe('expected revision', () => {
      it('refuses any other than the last, and says which that is', async () => {
        await append(stream, 'no-stream', [sampleEvent(), sampleEvent()]);
        for (const expected of ['no-stream', 0, 2, 99] as const) {
          const error = await refusal(append(stream, expected, [sampleEvent()]));
          expect(error).toBeInstanceOf(WrongExpectedRevision);
          expect(error).toMatchObject({ stream, expected, actual: 1 });
        }
        expect(await all(stream)).toHaveLength(2);
      });

      it('refuses a revision of a stream that is not there', async () => {
        const error = await refusal(append(stream, 0, [sampleEvent()]));
        expect(error).toBeInstanceOf(WrongExpectedRevision);
        expect(error).toMatchObject({ stream, expected: 0, actual: 'no-stream' });
      });

      it('lets one of many win', async () => {
        const tries = await Promise.allSettled(
          Array.from({ length: 40 }, async () => append(stream, 'no-stream', [sampleEvent(), sampleEvent()])),
        );
        expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const attempt of tries) {
          if (attempt.status === 'rejected') expect(attempt.reason).toBeInstanceOf(WrongExpectedRevision);
        }
        expect(await all(stream)).toHaveLength(2);
      });

      it('keeps the appends to many streams at once apart', async () => {
        const streams = Array.from({ length: 60 }, (_, index) => `${category}-${index}`);
        const mixed = streams.flatMap((each) => [
          append(each, 'no-stream', [sampleEvent({ each })]),
          refusal(append(each, 7, [sampleEvent()])),
        ]);
        await Promise.all(mixed);
        for (const each of streams) {
          expect((await all(each)).map(({ data }) => data)).toStrictEqual([{ each }]);
        }
      });
    });

    describe('repeats', () => {
      it('answers the same ids at the same expected revision with the first result, also when the stream went on', async () => {
        const batch = [sampleEvent(), sampleEvent()];
        const next = [sampleEvent()];
        const first = await append(stream, 'no-stream', batch);
        const second = await append(stream, 1, next);
        expect(await append(stream, 'no-stream', batch)).toStrictEqual(first);
        expect(await append(stream, 1, next)).toStrictEqual(second);
        expect(ids(await all(stream))).toStrictEqual(ids([...batch, ...next]));
      });

      it('takes two repeats at the same moment for one', async () => {
        const batch = [sampleEvent(), sampleEvent()];
        const results = await Promise.all(Array.from({ length: 5 }, async () => append(stream, 'no-stream', batch)));
        expect(new Set(results.map(({ position }) => position)).size).toBe(1);
        expect(await all(stream)).toHaveLength(2);
      });

      it('refuses a batch of which only a part is there', async () => {
        const [a, b, c] = [sampleEvent(), sampleEvent(), sampleEvent()];
        await append(stream, 'no-stream', [a, b]);
        for (const batch of [
          [a, c],
          [c, b],
          [a, b, c],
          [b, a],
        ]) {
          expect(await refusal(append(stream, 'no-stream', batch))).toBeInstanceOf(WrongExpectedRevision);
        }
        expect(ids(await all(stream))).toStrictEqual(ids([a, b]));
      });

      it('writes the same id again at a later revision, and in another stream', async () => {
        const event = sampleEvent();
        await append(stream, 'no-stream', [event]);
        expect((await append(stream, 0, [event])).revision).toBe(1);
        expect((await append(`${category}-2`, 'no-stream', [event])).revision).toBe(0);
      });
    });

    describe('size', () => {
      const ofBytes = (bytes: number): NewEvent => {
        const empty = sampleEvent({ text: '' }, 'x');
        const around = [empty.id, empty.type, JSON.stringify(empty.data), JSON.stringify(sampleMetadata)].join(
          '',
        ).length;
        return { ...empty, data: { text: 'x'.repeat(bytes - around) } };
      };

      it('takes an append of half the limit, and refuses one beyond it', async () => {
        await append(stream, 'no-stream', [ofBytes(MAX_APPEND_BYTES / 2)]);
        const error = await refusal(
          append(stream, 0, [ofBytes(MAX_APPEND_BYTES / 2), ofBytes(MAX_APPEND_BYTES / 2 + 1)]),
        );
        expect(error).toBeInstanceOf(AppendTooLarge);
        expect(error).toMatchObject({ stream });
        expect(await all(stream)).toHaveLength(1);
      });
    });

    subscribing(() => store);

    describe('hiding', () => {
      it('hides a deleted stream, which can be written again, revisions going on', async () => {
        await append(stream, 'no-stream', [sampleEvent(), sampleEvent()]);
        expect(await refusal(certainly(async () => store.deleteStream(stream, 0)))).toBeInstanceOf(
          WrongExpectedRevision,
        );
        await certainly(async () => store.deleteStream(stream, 1));
        expect(await store.read(stream, { limit: 10 })).toStrictEqual({ exists: false, events: [] });
        expect((await append(stream, 'no-stream', [sampleEvent({ again: true })])).revision).toBe(2);
        const { exists, events } = await store.read(stream, { limit: 10 });
        expect(exists).toBe(true);
        expect(events.map(({ revision, data }) => ({ revision, data }))).toStrictEqual([
          { revision: 2, data: { again: true } },
        ]);
        expect((await append(stream, 2, [sampleEvent()])).revision).toBe(3);
      });

      it('no longer reads what was truncated', async () => {
        await append(
          stream,
          'no-stream',
          Array.from({ length: 5 }, () => sampleEvent()),
        );
        await certainly(async () => store.truncateBefore(stream, 3));
        expect((await all(stream)).map(({ revision }) => revision)).toStrictEqual([3, 4]);
        const backwards = await store.read(stream, { direction: 'backwards', limit: 10 });
        expect(backwards.events.map(({ revision }) => revision)).toStrictEqual([4, 3]);
        expect((await append(stream, 4, [sampleEvent()])).revision).toBe(5);
      });

      it('reads no more than the most events, also of those to come', async () => {
        await append(
          stream,
          'no-stream',
          Array.from({ length: 5 }, () => sampleEvent()),
        );
        await certainly(async () => store.setMaxCount(stream, 2));
        expect((await all(stream)).map(({ revision }) => revision)).toStrictEqual([3, 4]);
        await append(stream, 4, [sampleEvent()]);
        expect((await all(stream)).map(({ revision }) => revision)).toStrictEqual([4, 5]);
      });
    });

    it('has one epoch', async () => {
      const epoch = await store.epoch();
      expect(epoch).not.toBe('');
      expect(await store.epoch()).toBe(epoch);
    });
  });
}
