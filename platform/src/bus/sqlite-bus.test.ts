import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineUnavailable } from '../event-store/errors';
import { createHostility } from '../engines/hostility';
import { instant, laterBy, type Instant } from '../time/instant';
import { busContract, type OpenBus } from './bus.contract';
import { hostileBus } from './hostile-bus';
import { openSqliteBus } from './sqlite-bus';
import { consuming, sampleMessage } from './testing';

const newFolder = async (): Promise<string> => mkdtemp(join(tmpdir(), 'flow-bus-'));

const opening =
  (seed?: number): OpenBus =>
  async () => {
    const folder = await newFolder();
    const hostility = seed === undefined ? undefined : createHostility({ seed });
    const inner = openSqliteBus(join(folder, 'bus.db'), hostility && { step: () => 1 + hostility.below(50) });
    return {
      bus: hostility ? hostileBus(inner, hostility) : inner,
      async close() {
        inner.close();
        await rm(folder, { recursive: true });
      },
    };
  };

busContract('SQLite', opening());
busContract('SQLite, hostile', opening(20260105));

describe('bus on SQLite', () => {
  const group = 'watchers';
  const topics = ['beds'];
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await newFolder();
    file = join(folder, 'bus.db');
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('gives a group nothing again that it handled, also after a restart', async () => {
    const before = openSqliteBus(file);
    await before.ensureTopic('beds');
    await before.publish('beds', [sampleMessage('a', '1'), sampleMessage('a', '2')]);
    const first = consuming(before, { group, topics });
    await first.until(({ length }) => length === 2);
    await first.stop();
    before.close();
    const after = openSqliteBus(file);
    await after.publish('beds', [sampleMessage('a', '3')]);
    const second = consuming(after, { group, topics });
    await second.until(({ length }) => length >= 1);
    await second.stop();
    expect(second.messages.map(({ value, offset }) => ({ value, offset }))).toStrictEqual([{ value: '3', offset: 2 }]);
    after.close();
  });

  it('has one consumer of a group at a partition at a time', async () => {
    const bus = openSqliteBus(file);
    await bus.ensureTopic('beds');
    const active = new Map<number, number>();
    let most = 0;
    const consumers = [1, 2, 3, 4].map(() =>
      consuming(bus, { group, topics }, async ([first]) => {
        const partition = first!.partition;
        active.set(partition, (active.get(partition) ?? 0) + 1);
        most = Math.max(most, active.get(partition) ?? 0);
        await new Promise((resolve) => setImmediate(resolve));
        active.set(partition, (active.get(partition) ?? 0) - 1);
      }),
    );
    for (let index = 0; index < 60; index += 1)
      await bus.publish('beds', [sampleMessage(`k${index % 7}`, String(index))]);
    const handled = (): number => consumers.reduce((sum, { messages }) => sum + messages.length, 0);
    await Promise.race(consumers.map(async (each) => each.until(() => handled() === 60)));
    await Promise.all(consumers.map(async (each) => each.stop()));
    expect(most).toBe(1);
    bus.close();
  });

  it('keeps messages for seven days, and never gives an offset twice', async () => {
    let now: Instant = instant('2026-01-05T09:00:00.000Z');
    const bus = openSqliteBus(file, { clock: { now: () => now, monotonicMs: () => performance.now() } });
    await bus.ensureTopic('beds');
    await bus.publish('beds', [sampleMessage('a', 'old')]);
    now = laterBy(now, 8 * 24 * 3600 * 1000);
    await bus.publish('beds', [sampleMessage('a', 'new')]);
    const consumer = consuming(bus, { group, topics });
    await consumer.until(({ length }) => length === 1);
    await consumer.stop();
    expect(consumer.messages.map(({ value, offset }) => ({ value, offset }))).toStrictEqual([
      { value: 'new', offset: 1 },
    ]);
    bus.close();
  });

  it('ends its consumers when it is closed, and refuses more', async () => {
    const bus = openSqliteBus(file);
    await bus.ensureTopic('beds');
    const ended = bus.consume({ group, topics, onBatch: async () => undefined, signal: new AbortController().signal });
    await bus.publish('beds', [sampleMessage('a', '1')]);
    bus.close();
    await ended;
    await expect(bus.publish('beds', [sampleMessage('a', '2')])).rejects.toThrow(EngineUnavailable);
  });

  it('refuses a topic that nobody made', async () => {
    const bus = openSqliteBus(file);
    await expect(bus.publish('nowhere', [sampleMessage('a', '1')])).rejects.toThrow('There is no topic nowhere');
    bus.close();
  });
});
