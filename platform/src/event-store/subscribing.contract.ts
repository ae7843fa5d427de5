import { randomUUID } from 'node:crypto';
import type { EventStore, ExpectedRevision, NewEvent } from './event-store';
import { certainly, followUntil, sampleEvent } from './testing';

const newCategory = (): string => `t${randomUUID().replaceAll('-', '')}`;

/** The part of the contract that follows streams. */
export function subscribing(store: () => EventStore): void {
  describe('subscribe', () => {
    let category: string;
    beforeEach(() => {
      category = newCategory();
    });
    const append = async (to: string, expected: ExpectedRevision, events: readonly NewEvent[]) =>
      certainly(async () => store().append(to, expected, events));
    const all = async (of: string) => (await store().read(of, { limit: 4096 })).events;
    const write = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index += 1) {
        const to = `${category}-${index % 3}`;
        const revision = Math.floor(index / 3) - 1;
        await append(to, revision < 0 ? 'no-stream' : revision, [sampleEvent({ index })]);
      }
    };
    const indexes = (events: readonly { readonly data: object }[]) => events.map(({ data }) => data);
    const upTo = (count: number) => Array.from({ length: count }, (_, index) => ({ index }));

    it('gives all of its prefixes in order, past ones and those to come, and no others', async () => {
      const other = newCategory();
      await append(`${other}-1`, 'no-stream', [sampleEvent()]);
      await write(10);
      const following = followUntil(store(), { prefixes: [`${category}-`] }, (events) => events.length >= 25);
      await append(`${other}-1`, 0, [sampleEvent()]);
      for (let index = 10; index < 25; index += 1) {
        await append(`${category}-${index}`, 'no-stream', [sampleEvent({ index })]);
      }
      const events = await following;
      expect(indexes(events)).toStrictEqual(upTo(25));
      const positions = events.map(({ position }) => position);
      expect(positions).toStrictEqual([...positions].sort());
    });

    it('merges several prefixes in the order of the store', async () => {
      const other = newCategory();
      // Few of one among many of the other: a page of the one reaches far beyond a page of the other.
      for (let index = 0; index < 12; index += 1) {
        await append(`${index % 5 ? other : category}-${index}`, 'no-stream', [sampleEvent({ index })]);
      }
      const events = await followUntil(
        store(),
        { prefixes: [`${category}-`, `${other}-`], maxBatch: 2 },
        (seen) => seen.length >= 12,
      );
      expect(indexes(events)).toStrictEqual(upTo(12));
    });

    it('goes past what is read no more, however much of it there is', async () => {
      await append(
        `${category}-1`,
        'no-stream',
        Array.from({ length: 9 }, () => sampleEvent()),
      );
      await certainly(async () => store().truncateBefore(`${category}-1`, 9));
      await append(`${category}-1`, 8, [sampleEvent({ index: 0 })]);
      const events = await followUntil(store(), { prefixes: [`${category}-`], maxBatch: 2 }, (seen) =>
        seen.some(({ revision }) => revision === 9),
      );
      expect(indexes(events.slice(-1))).toStrictEqual(upTo(1));
    });

    it('narrows a prefix beyond the category', async () => {
      await append(`${category}-a-1`, 'no-stream', [sampleEvent({ index: 0 })]);
      await append(`${category}-b-1`, 'no-stream', [sampleEvent()]);
      await append(`${category}-a-2`, 'no-stream', [sampleEvent({ index: 1 })]);
      const events = await followUntil(store(), { prefixes: [`${category}-a-`] }, (seen) => seen.length >= 2);
      expect(indexes(events)).toStrictEqual(upTo(2));
    });

    it('goes on from every position without missing one', async () => {
      await write(8);
      const events = await followUntil(store(), { prefixes: [`${category}-`] }, (seen) => seen.length >= 8);
      for (const [index, { position }] of events.slice(0, -1).entries()) {
        const rest = await followUntil(
          store(),
          { prefixes: [`${category}-`], after: position, maxBatch: 3 },
          (seen) => seen.at(-1)?.position === events.at(-1)?.position,
        );
        const expected = upTo(8).slice(index + 1);
        expect(indexes(rest.filter((event) => event.position > position))).toStrictEqual(expected);
      }
    });

    it('keeps to the size of a batch and says when it caught up', async () => {
      await write(9);
      const stop = new AbortController();
      const last = (await all(`${category}-2`)).at(-1)!.position;
      let seen = '';
      for await (const batch of store().subscribe({ prefixes: [`${category}-`], maxBatch: 4, signal: stop.signal })) {
        expect(batch.events.length).toBeLessThanOrEqual(4);
        seen = [seen, batch.events.at(-1)?.position ?? ''].sort().at(-1)!;
        if (batch.caughtUp && seen === last) stop.abort();
      }
    });

    it('tells one that has nothing to follow that it caught up', async () => {
      const stop = new AbortController();
      for await (const batch of store().subscribe({ prefixes: [`${category}-`], signal: stop.signal })) {
        expect(batch.events).toStrictEqual([]);
        if (batch.caughtUp) stop.abort();
      }
    });

    it('serves the slow without slowing the quick', async () => {
      const following = followUntil(store(), { prefixes: [`${category}-`] }, (events) => events.length >= 30);
      const stop = new AbortController();
      const slow = store()
        .subscribe({ prefixes: [`${category}-`], signal: stop.signal })
        [Symbol.asyncIterator]();
      await write(30);
      expect(await following).toHaveLength(30);
      await slow.next();
      stop.abort();
      await slow.return?.();
    });
  });
}
