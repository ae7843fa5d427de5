import { EngineUnavailable, OutcomeUnknown } from '@flow/platform/event-store/errors';
import type { EventStore, NewEvent, RecordedEvent } from '@flow/platform/event-store/event-store';
import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { randomIds } from '@flow/platform/ids/ids';
import { instant, type Instant } from '@flow/platform/time/instant';
import type { AuditEntry } from './audit-entry';
import { createAuditTrail } from './audit-trail';
import { verifyAudit } from './verify-audit';

const chainKey = Buffer.alloc(32, 3);
const bea = { user: 'bea', roles: ['bed-manager'] };
const shown = (...patients: string[]): AuditEntry => ({
  viewers: [bea],
  patients,
  class: 'query',
  operation: 'patient',
  correlationId: 'c-1',
});

describe('the audit trail', () => {
  let engines: Engines;
  let now: Instant;
  const clock = { now: () => now, monotonicMs: () => 0 };
  beforeEach(async () => {
    engines = await openTestEngines();
    now = instant('2026-03-28T23:59:59.000Z');
  });
  afterEach(async () => engines.close());

  const trailOver = (store: EventStore) => createAuditTrail({ store, clock, ids: randomIds, instance: 'i1', chainKey });
  async function written(stream: string): Promise<readonly RecordedEvent[]> {
    return (await engines.events.read(stream, { limit: 1000 })).events;
  }

  it('says who was shown whom, how, and under which correlation', async () => {
    await trailOver(engines.events).write([shown('p1', 'p2')]);
    const events = await written('audit-2026-03-28-i1');
    expect(events.map(({ type, data }) => ({ type, data: { ...data, chain: undefined } }))).toStrictEqual([
      {
        type: 'patients-shown.v1',
        data: { viewers: [bea], patients: ['p1', 'p2'], class: 'query', operation: 'patient', chain: undefined },
      },
    ]);
    expect(events[0]?.metadata).toMatchObject({
      correlationId: 'c-1',
      actor: { user: 'service:gateway', role: 'service' },
      recordedAt: '2026-03-28T23:59:59.000Z',
    });
  });

  it("begins a stream each London day, also on the day of the clocks' change", async () => {
    const trail = trailOver(engines.events);
    await trail.write([shown('p1')]);
    now = instant('2026-03-29T22:59:59.000Z');
    await trail.write([shown('p2')]);
    now = instant('2026-03-29T23:00:00.000Z');
    await trail.write([shown('p3')]);
    for (const [date, patient] of [
      ['2026-03-28', 'p1'],
      ['2026-03-29', 'p2'],
      ['2026-03-30', 'p3'],
    ] as const) {
      expect((await written(`audit-${date}-i1`)).map(({ data }) => data['patients'])).toStrictEqual([[patient]]);
    }
  });

  it('writes together what comes while it is writing, and loses nothing', async () => {
    const appends: number[] = [];
    const store: EventStore = {
      ...bound(engines.events),
      append: async (stream, expected, events) => {
        appends.push(events.length);
        return engines.events.append(stream, expected, events);
      },
    };
    const trail = trailOver(store);
    await Promise.all(Array.from({ length: 120 }, async (_, index) => trail.write([shown(`p${index}`)])));
    const patients = (await written('audit-2026-03-28-i1')).flatMap(({ data }) => data['patients']);
    expect(patients).toStrictEqual(Array.from({ length: 120 }, (_, index) => `p${index}`));
    expect(new Set(appends.slice(0, 1))).toStrictEqual(new Set([1]));
    expect(appends.length).toBeLessThan(120);
  });

  it('writes nothing for an answer that shows nobody', async () => {
    await trailOver(engines.events).write([shown()]);
    expect(await written('audit-2026-03-28-i1')).toStrictEqual([]);
  });

  it('repeats an append whose answer was lost, and finds it done', async () => {
    let lost = 2;
    const store: EventStore = {
      ...bound(engines.events),
      append: async (stream, expected, events) => {
        const appended = await engines.events.append(stream, expected, events);
        if (lost > 0) {
          lost -= 1;
          throw new OutcomeUnknown('an append');
        }
        return appended;
      },
    };
    const trail = trailOver(store);
    await trail.write([shown('p1')]);
    await trail.write([shown('p2')]);
    expect((await written('audit-2026-03-28-i1')).map(({ data }) => data['patients'])).toStrictEqual([['p1'], ['p2']]);
  });

  it('stays one chain over days, also where the last answer of a day was lost', async () => {
    let lost = false;
    const store: EventStore = {
      ...bound(engines.events),
      append: async (stream, expected, events) => {
        const appended = await engines.events.append(stream, expected, events);
        if (lost) throw new OutcomeUnknown('an append');
        return appended;
      },
    };
    const trail = trailOver(store);
    await trail.write([shown('p1')]);
    lost = true;
    await expect(trail.write([shown('p2')])).rejects.toThrow(OutcomeUnknown);
    lost = false;
    await trail.write([shown('p3')]);
    lost = true;
    await expect(trail.write([shown('p4')])).rejects.toThrow(OutcomeUnknown);
    [lost, now] = [false, instant('2026-03-29T22:00:00.000Z')];
    await trail.write([shown('p5')]);
    const verified = { streams: 2, events: 5, beforeChain: 0, faults: [] };
    expect(await verifyAudit(engines.events, chainKey)).toStrictEqual(verified);
  });

  it('says so when it could not be written, and writes again when the store is back', async () => {
    let away = true;
    const store: EventStore = {
      ...bound(engines.events),
      append: async (stream, expected, events: readonly NewEvent[]) => {
        if (away) throw new EngineUnavailable('the test');
        return engines.events.append(stream, expected, events);
      },
    };
    const trail = trailOver(store);
    await expect(trail.write([shown('p1')])).rejects.toThrow(EngineUnavailable);
    away = false;
    await trail.write([shown('p2')]);
    expect((await written('audit-2026-03-28-i1')).map(({ data }) => data['patients'])).toStrictEqual([['p2']]);
  });
});

/** The store with its methods as own properties, so that a test may replace one. */
const bound = (store: EventStore): EventStore => ({
  append: async (...told) => store.append(...told),
  read: async (...told) => store.read(...told),
  subscribe: (options) => store.subscribe(options),
  deleteStream: async (...told) => store.deleteStream(...told),
  truncateBefore: async (...told) => store.truncateBefore(...told),
  setMaxCount: async (...told) => store.setMaxCount(...told),
  epoch: async () => store.epoch(),
});
