import fc from 'fast-check';
import { createLaneQueues, pauseAfter, type LaneQueues } from './lane-queues';

/** Pauses that end when the test says so; `begun` resolves when there have been so many. */
function heldPauses() {
  const pauses: { readonly ms: number; readonly end: () => void }[] = [];
  let check = () => {};
  const wait = (ms: number) =>
    new Promise<void>((end) => {
      pauses.push({ ms, end });
      check();
    });
  const begun = (count: number) =>
    new Promise<void>((resolve) => {
      check = () => pauses.length >= count && resolve();
      check();
    });
  return { pauses, wait, begun };
}

const queuesOf = (concurrency: number, wait: (ms: number) => Promise<void> = () => Promise.resolve()) =>
  createLaneQueues({ concurrency, wait, onRetry: () => undefined });

/** Work that notes its name, and ends when it is told to. */
function gates(queues: LaneQueues) {
  const started: string[] = [];
  const open = new Map<string, () => void>();
  const waiting = new Map<string, () => void>();
  const add = (name: string, ...lanes: string[]) =>
    queues.add({
      lanes,
      attempt: async () => {
        started.push(name);
        waiting.get(name)?.();
        await new Promise<void>((resolve) => open.set(name, resolve));
        return { done: true };
      },
    });
  const begun = (name: string) =>
    new Promise<void>((resolve) => (started.includes(name) ? resolve() : waiting.set(name, resolve)));
  return { started, add, begun, end: (name: string) => open.get(name)?.() };
}

describe('lane queues', () => {
  it('keep the order of a lane, while other lanes go on', async () => {
    const { started, add, end } = gates(queuesOf(8));
    const first = add('a1', 'A');
    void add('a2', 'A');
    void add('b1', 'B');
    expect(started).toStrictEqual(['a1', 'b1']);
    end('a1');
    await first;
    expect(started).toStrictEqual(['a1', 'b1', 'a2']);
  });

  it('hold both lanes for work of two, in the order in which it came', async () => {
    const { started, add, end } = gates(queuesOf(8));
    const first = add('a1', 'A');
    const both = add('ab', 'B', 'A');
    void add('b1', 'B');
    expect(started).toStrictEqual(['a1']);
    end('a1');
    await first;
    expect(started).toStrictEqual(['a1', 'ab']);
    end('ab');
    await both;
    expect(started).toStrictEqual(['a1', 'ab', 'b1']);
  });

  it('attempt no more at a time than they may', async () => {
    const { started, add, begun, end } = gates(queuesOf(1));
    void add('a', 'A');
    void add('b', 'B');
    expect(started).toStrictEqual(['a']);
    end('a');
    await begun('b');
    expect(started).toStrictEqual(['a', 'b']);
  });

  it('try what failed again after a pause, in which other lanes use its place', async () => {
    const { pauses, wait, begun } = heldPauses();
    const queues = queuesOf(1, wait);
    let attempts = 0;
    const failing = queues.add({
      lanes: ['A'],
      attempt: () => {
        attempts += 1;
        return attempts < 3 ? Promise.reject(new Error('away')) : Promise.resolve({ done: true });
      },
    });
    await queues.add({ lanes: ['B'], attempt: () => Promise.resolve({ done: true }) });
    expect([attempts, queues.blocked, queues.size]).toStrictEqual([1, 1, 1]);
    pauses[0]?.end();
    await begun(2);
    pauses[1]?.end();
    await failing;
    expect(pauses.map(({ ms }) => ms)).toStrictEqual([1000, 2000]);
    expect([attempts, queues.blocked, queues.size]).toStrictEqual([3, 0, 0]);
  });

  it('stop when what is under way has ended, and start nothing more', async () => {
    const queues = queuesOf(1);
    const { started, add, end } = gates(queues);
    void add('a1', 'A');
    void add('a2', 'A');
    const stopping = queues.stop();
    end('a1');
    await stopping;
    expect(started).toStrictEqual(['a1']);
  });

  it('pause 1 s, doubling, and never more than 5 min', () => {
    expect([1, 2, 3, 9, 10, 99].map(pauseAfter)).toStrictEqual([1000, 2000, 4000, 256_000, 300_000, 300_000]);
  });

  it('keep the order of every lane, whatever shares lanes and whatever fails', async () => {
    const work = fc.record({
      lanes: fc.uniqueArray(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 2 }),
      failures: fc.nat({ max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(work, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), async (all, concurrency) => {
        const queues = queuesOf(concurrency);
        const done: number[] = [];
        const adding = all.map(({ lanes, failures }, index) => {
          let left = failures;
          return queues.add({
            lanes,
            attempt: async () => {
              await Promise.resolve();
              left -= 1;
              if (left >= 0) return { done: false, because: 'again' };
              done.push(index);
              return { done: true };
            },
          });
        });
        await Promise.all(adding);
        for (const lane of ['A', 'B', 'C'] as const) {
          const ofLane = done.filter((index) => all[index]?.lanes.includes(lane));
          expect(ofLane).toStrictEqual([...ofLane].sort((a, b) => a - b));
        }
        expect(done).toHaveLength(all.length);
      }),
      { seed: 20_260_105, numRuns: 200 },
    );
  });
});
