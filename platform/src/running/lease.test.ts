import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEngines } from '../engines/embedded-engines';
import { openTestEngines } from '../engines/testing';
import type { Engines } from '../engines/engines';
import { recordingLog } from '../telemetry/testing';
import { silentLog } from '../telemetry/log';
import { systemClock, type Clock } from '../time/clock';
import { LEASES, type LeaseDocument } from './lease-document';
import { underLease } from './lease';
import { once, until } from './testing';

describe.each([
  ['plain', false],
  ['hostile', { seed: 7 }],
] as const)('a lease on %s engines', (_, hostile) => {
  let engines: Engines;
  let stop: AbortController;
  beforeEach(async () => {
    engines = await openTestEngines({ hostile });
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await engines.close();
  });
  const options = (instance: string, over: { signal?: AbortSignal; clock?: Clock; ttlMs?: number } = {}) => ({
    documents: engines.documents,
    name: 'work',
    instance,
    log: silentLog,
    signal: stop.signal,
    ttlMs: 400,
    ...over,
  });
  const held = async () => (await engines.documents.collection<LeaseDocument>(LEASES, [])).findOne({ _id: 'work' });

  it('has one owner at a time, and goes on elsewhere when that one stops', async () => {
    const owners: string[] = [];
    const stops = { a: new AbortController(), b: new AbortController() };
    const run = async (who: 'a' | 'b') =>
      underLease(options(who, { signal: stops[who].signal, ttlMs: 60_000 }), async (signal) => {
        owners.push(who);
        await once(signal);
      });
    const both = [run('a'), run('b')];
    await until(() => owners.length === 1);
    const first = owners[0] === 'a' ? 'a' : 'b';
    stops[first].abort();
    await until(() => owners.length === 2);
    stops.a.abort();
    stops.b.abort();
    await Promise.all(both);
    expect([...owners].sort()).toStrictEqual(['a', 'b']);
    expect(await held()).toMatchObject({ owner: null });
  });

  it('ends with the work, and passes on what the work throws', async () => {
    let runs = 0;
    await underLease(options('a'), async () => {
      runs += 1;
    });
    const failing = underLease(options('a'), async () => {
      throw new RangeError('no');
    });
    await expect(failing).rejects.toThrow(RangeError);
    expect(runs).toBe(1);
    expect(await held()).toMatchObject({ owner: null });
  });

  it('is taken from an owner that fell silent, whose work is told', async () => {
    const leases = await engines.documents.collection<LeaseDocument>(LEASES, []);
    const told: string[] = [];
    const silent = underLease(options('a'), async (signal) => {
      told.push('a works');
      await once(signal);
      told.push('a is told');
    });
    await until(() => told.length === 1);
    // As after SIGSTOP: another has meanwhile taken over.
    await until(async () =>
      leases.updateOne({ _id: 'work' }, { $set: { owner: 'b/1', term: 99, renewed: 0 } }).catch(() => false),
    );
    await until(() => told.length === 2);
    // And b, too, falls silent: a takes over again.
    await until(() => told.filter((text) => text === 'a works').length === 2);
    expect((await held())?.term).toBeGreaterThanOrEqual(100);
    stop.abort();
    await silent;
  });

  it('does not take its own sleep for the silence of the owner', async () => {
    let asleepMs = 0;
    const sleepy: Clock = { now: () => systemClock.now(), monotonicMs: () => systemClock.monotonicMs() + asleepMs };
    const worked: string[] = [];
    const owner = underLease(options('a', { ttlMs: 2000 }), async (signal) => {
      worked.push('a');
      await once(signal);
    });
    await until(() => worked.length === 1);
    const watcher = underLease(options('b', { clock: sleepy, ttlMs: 2000 }), async () => {
      worked.push('b');
    });
    const before = (await held())!.renewed;
    asleepMs = 20_000;
    await until(async () => (await held())!.renewed > before + 2);
    expect(worked).toStrictEqual(['a']);
    stop.abort();
    await Promise.all([owner, watcher]);
  });

  it('says when it was lost, in a fixed sentence', async () => {
    const { log, lines } = recordingLog();
    const leases = await engines.documents.collection<LeaseDocument>(LEASES, []);
    let works = 0;
    const working = underLease({ ...options('a'), log }, async (signal) => {
      works += 1;
      if (works === 1) await once(signal);
    });
    await until(() => works === 1);
    await until(async () => leases.updateOne({ _id: 'work' }, { $set: { owner: null, term: 9 } }).catch(() => false));
    await working;
    expect(lines.filter(({ level }) => level === 'warn')).toStrictEqual([
      { level: 'warn', part: 'work', msg: 'A lease was lost; whoever takes it next goes on.' },
    ]);
  });
});

it('does not wait for the owner of a folder that died with its process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'flow-lease-'));
  const before = await openEmbeddedEngines({ folder });
  const left = await before.documents.collection<LeaseDocument>(LEASES, []);
  await left.insertOne({ _id: 'work', owner: 'dead/1', term: 3, renewed: 8 });
  await before.close();

  const after = await openEmbeddedEngines({ folder });
  const { documents } = after;
  const stop = new AbortController();
  let works = 0;
  const options = { documents, name: 'work', instance: 'a', log: silentLog, signal: stop.signal, ttlMs: 3_600_000 };
  await underLease(options, async () => {
    works += 1;
  });
  expect(works).toBe(1);
  await after.close();
  await rm(folder, { recursive: true });
});
