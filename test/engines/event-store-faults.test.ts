import { setTimeout as delay } from 'node:timers/promises';
import { EngineUnavailable, OutcomeUnknown, WrongExpectedRevision } from '@flow/platform/event-store/errors';
import type { Appended, RecordedEvent } from '@flow/platform/event-store/event-store';
import { followUntil, sampleEvent } from '@flow/platform/event-store/testing';
import { eachWithStandIn, ids, indexes, insistently, upTo, write } from './running-stand-in';

describe('the event store on a stand-in that misbehaves', () => {
  const standIn = eachWithStandIn();

  it.each(['silent-before', 'silent-after'] as const)(
    'does not wait for an append that is never answered: %s',
    async (as) => {
      const store = standIn.open({ deadlineMs: 300 });
      await standIn.now.misbehave({ appends: { as, count: 1 } });
      const event = sampleEvent();
      await expect(store.append('stay-1', 'no-stream', [event])).rejects.toThrow(OutcomeUnknown);
      const again = await store.append('stay-1', 'no-stream', [event]);
      expect(again.revision).toBe(0);
      const { events } = await store.read('stay-1', { limit: 10 });
      expect(ids(events)).toStrictEqual([event.id]);
      expect(again.position).toBe(events[0]!.position);
    },
  );

  it.each(['cut-before', 'cut-after'] as const)(
    'does not know what became of an append whose connection was reset, and repeats it: %s',
    async (as) => {
      const store = standIn.open();
      await standIn.now.misbehave({ appends: { as, count: 1 } });
      const event = sampleEvent();
      await expect(store.append('stay-1', 'no-stream', [event])).rejects.toThrow(OutcomeUnknown);
      expect((await insistently(async () => store.append('stay-1', 'no-stream', [event]))).revision).toBe(0);
      expect(ids((await store.read('stay-1', { limit: 10 })).events)).toStrictEqual([event.id]);
    },
  );

  it('knows its own append to a stream that was deleted again, whose answer was lost', async () => {
    const store = standIn.open({ deadlineMs: 300 });
    await store.append('stay-1', 'no-stream', [sampleEvent()]);
    await store.deleteStream('stay-1', 0);
    await standIn.now.misbehave({ appends: { as: 'silent-after', count: 1 } });
    const event = sampleEvent();
    await expect(store.append('stay-1', 'no-stream', [event])).rejects.toThrow(OutcomeUnknown);
    expect((await store.append('stay-1', 'no-stream', [event])).revision).toBe(1);
    await expect(store.append('stay-1', 'no-stream', [sampleEvent()])).rejects.toThrow(WrongExpectedRevision);
  });

  it('knows where an append stands that the server gives no position of', async () => {
    const store = standIn.open();
    await standIn.now.misbehave({ unplaced: true });
    const event = sampleEvent();
    const first = await store.append('stay-1', 'no-stream', [event]);
    expect(await store.append('stay-1', 'no-stream', [event])).toStrictEqual(first);
    const { events } = await store.read('stay-1', { limit: 10 });
    expect(events.map(({ revision, position }) => ({ revision, position }))).toStrictEqual([first]);
  });

  it('gives one who is slow every event, while its client is replaced again and again for calls without an answer', async () => {
    const store = standIn.open({ deadlineMs: 200 });
    const other = standIn.open();
    const stop = new AbortController();
    const taken: unknown[] = [];
    const following = (async () => {
      for await (const { events } of store.subscribe({ prefixes: ['stay-'], signal: stop.signal })) {
        for (const { data } of events) {
          if (data['last'] === true) stop.abort();
          else taken.push(data['index']);
        }
        // As a publisher waits for the bus.
        await delay(30);
      }
    })();
    let [written, isWriting] = [0, true];
    const write1 = async (): Promise<void> => {
      while (isWriting) {
        const index = written;
        written += 1;
        await other.append(`stay-${index}`, 'no-stream', [sampleEvent({ index })]);
      }
    };
    const writers = [1, 2, 3, 4].map(write1);
    for (let round = 0; round < 10; round += 1) {
      await standIn.now.misbehave({ silentReads: true });
      await expect(store.read('other-1', { limit: 1 })).rejects.toThrow(EngineUnavailable);
      await standIn.now.misbehave({});
      await delay(200);
    }
    isWriting = false;
    await Promise.all(writers);
    await other.append('stay-last', 'no-stream', [sampleEvent({ last: true })]);
    await following;
    expect([...new Set(taken)].sort((a, b) => Number(a) - Number(b))).toStrictEqual(upTo(written));
  });

  it('ends a read that is not answered', async () => {
    const store = standIn.open({ deadlineMs: 300 });
    await standIn.now.misbehave({ silentReads: true });
    await expect(store.read('stay-1', { limit: 10 })).rejects.toThrow(EngineUnavailable);
    await standIn.now.misbehave({});
    expect(await store.read('stay-1', { limit: 10 })).toStrictEqual({ exists: false, events: [] });
  });

  it('says that nothing was written where nobody is there, and works again when somebody is', async () => {
    const store = standIn.open();
    await store.append('stay-1', 'no-stream', [sampleEvent()]);
    await standIn.now.stop();
    const event = sampleEvent();
    // The first call may meet the connection that just ended.
    await expect(store.append('stay-2', 'no-stream', [event])).rejects.toThrow();
    await expect(store.append('stay-2', 'no-stream', [event])).rejects.toThrow(EngineUnavailable);
    await standIn.again();
    expect((await insistently(async () => store.append('stay-2', 'no-stream', [event]))).revision).toBe(0);
  });

  it('waits for late answers, no longer than the deadline', async () => {
    const store = standIn.open({ deadlineMs: 400 });
    await standIn.now.misbehave({ slowMs: 20 });
    await write(store, 0, 3);
    await standIn.now.misbehave({ slowMs: 2000 });
    await expect(store.append('stay-9', 'no-stream', [sampleEvent()])).rejects.toThrow(OutcomeUnknown);
  });

  it('misses nothing when checkpoints come early or twice and events again, cut off again and again', async () => {
    const store = standIn.open();
    await standIn.now.misbehave({ checkpoints: 'early', redeliver: 7 });
    let seen: readonly RecordedEvent[] = [];
    const following = followUntil(store, { prefixes: ['stay-'], maxBatch: 10 }, (events) => {
      seen = events;
      return events.length >= 300;
    });
    for (let round = 0; round < 6; round += 1) {
      if (round === 3) await standIn.now.misbehave({ checkpoints: 'twice', redeliver: 3 });
      await write(store, round * 50, round * 50 + 50);
      await standIn.now.cut();
    }
    expect(indexes(await following)).toStrictEqual(upTo(300));
    expect(seen).toHaveLength(300);
  });

  it('asks anew for a subscription that stops without saying so', async () => {
    const store = standIn.open({ silenceMs: 200 });
    await standIn.now.misbehave({ silentSubscriptions: true });
    const following = followUntil(store, { prefixes: ['stay-'] }, (events) => events.length >= 5);
    await write(store, 0, 5);
    // One that was silent is told nothing until more is written: what comes now comes to one that was asked for since.
    await standIn.now.misbehave({});
    expect(indexes(await following)).toStrictEqual(upTo(5));
  });

  it('loses nothing and writes nothing twice when the server is killed under load', async () => {
    const store = standIn.open();
    const acknowledged = new Map<string, string[]>();
    let writing = true;
    const writer = async (stream: string): Promise<void> => {
      const written: string[] = [];
      acknowledged.set(stream, written);
      let last: Appended | undefined;
      while (writing) {
        const batch = [sampleEvent(), sampleEvent()];
        const expected = last?.revision ?? 'no-stream';
        last = await insistently(async () => store.append(stream, expected, batch));
        written.push(...ids(batch));
      }
    };
    const total = () => [...acknowledged.values()].reduce((sum, { length }) => sum + length, 0);
    const stop = new AbortController();
    const seen = new Set<string>();
    const following = (async () => {
      for await (const { events } of store.subscribe({ prefixes: ['stay-'], signal: stop.signal })) {
        for (const { id } of events) seen.add(id);
      }
    })();
    const writers = ['stay-a', 'stay-b', 'stay-c', 'stay-d'].map(writer);
    for (let kills = 1; kills <= 3; kills += 1) {
      const enough = total() + 200;
      while (total() < enough) await delay(5);
      standIn.now.kill();
      await standIn.again();
    }
    writing = false;
    await Promise.all(writers);
    const everything = [...acknowledged.values()].flat();
    for (const [stream, written] of acknowledged) {
      const { events } = await store.read(stream, { limit: 4096, direction: 'backwards' });
      expect(ids([...events].reverse())).toStrictEqual(written.slice(-events.length));
      expect(events[0]!.revision).toBe(written.length - 1);
    }
    while (!everything.every((id) => seen.has(id))) await delay(10);
    expect(seen.size).toBe(everything.length);
    stop.abort();
    await following;
  });
});
