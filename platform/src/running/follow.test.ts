import { UnknownEventType } from '../decider/event-codec';
import type { Engines } from '../engines/engines';
import { openTestEngines } from '../engines/testing';
import { EngineUnavailable } from '../event-store/errors';
import type { RecordedEvent } from '../event-store/event-store';
import { createMetrics } from '../telemetry/metrics';
import { silentLog } from '../telemetry/log';
import { startFollowing, type Following } from './follow';
import { createWriter, until } from './testing';

describe.each([
  ['plain', false],
  ['hostile', { seed: 11 }],
] as const)('following on %s engines', (_, hostile) => {
  let engines: Engines;
  let following: Following | undefined;
  beforeEach(async () => {
    engines = await openTestEngines({ hostile });
  });
  afterEach(async () => {
    await following?.stop();
    await engines.close();
  });
  const start = (apply: (events: readonly RecordedEvent[], caughtUp: boolean) => void | Promise<void>) =>
    startFollowing({ store: engines.events, prefixes: ['thing-'], apply, log: silentLog, name: 'test' });

  it('gives each event once, in order, past ones and those to come', async () => {
    const write = createWriter(engines.events);
    for (let index = 0; index < 20; index += 1) await write(`thing-${index % 3}`, { index });
    const seen: unknown[] = [];
    following = start((events) => void seen.push(...events.map(({ data }) => data['index'])));
    await until(() => following!.caughtUp());
    let last = following.position()!;
    for (let index = 20; index < 60; index += 1) last = await write(`thing-${index % 3}`, { index });
    expect(await following.waitFor(last, 5000)).toBe(true);
    expect(seen).toStrictEqual(Array.from({ length: 60 }, (__, index) => index));
    expect(following.position()).toBe(last);
    expect(following.readiness()).toStrictEqual({ ready: true });
  });

  it('says that it has caught up where there is nothing to follow', async () => {
    const told: boolean[] = [];
    following = start((__, caughtUp) => void told.push(caughtUp));
    await until(() => following!.readiness().ready);
    expect(told).toStrictEqual([true]);
  });

  it('waits no longer than told', async () => {
    const last = await createWriter(engines.events)('other-1');
    following = start(() => undefined);
    expect(await following.waitFor(last, 20)).toBe(false);
  });

  it('goes on after a passing fault', async () => {
    const last = await createWriter(engines.events)('thing-1');
    let failures = 0;
    following = start(() => {
      failures += 1;
      if (failures < 4) throw new EngineUnavailable('a test');
    });
    expect(await following.waitFor(last, 5000)).toBe(true);
  });

  it('stops at an event that it does not know', async () => {
    const last = await createWriter(engines.events)('thing-1');
    following = start((events) => {
      if (events.length > 0) throw new UnknownEventType('thing-happened.v9');
    });
    await until(() => following!.readiness().reason?.includes('newer version') ?? false);
    expect(await following.waitFor(last, 20)).toBe(false);
  });
});

it('counts what it has taken', async () => {
  const engines = await openTestEngines();
  const metrics = createMetrics();
  const last = await createWriter(engines.events)('thing-1');
  const following = startFollowing({
    ...{ store: engines.events, prefixes: ['thing-'], log: silentLog, name: 'board', metrics },
    apply: () => undefined,
  });
  await following.waitFor(last, 5000);
  await following.stop();
  expect(await metrics.text()).toContain('followed_events_total{part="board"} 1');
  await engines.close();
});
