import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { randomIds } from '@flow/platform/ids/ids';
import { instant, type Instant } from '@flow/platform/time/instant';
import { localDate } from '@flow/platform/time/local-date';
import type { JsonObject } from '@flow/platform/values/json';
import { chainKeyOf, chained, genesisOf } from './audit-chain';
import type { AuditEntry } from './audit-entry';
import { createAuditTrail } from './audit-trail';
import { createVerifier, verifyAudit, type AuditDays } from './verify-audit';

const key = chainKeyOf(Buffer.alloc(32, 3));
const [MONDAY, TUESDAY] = ['audit-2026-03-02-i1', 'audit-2026-03-03-i1'];
const OTHER = 'audit-2026-03-03-i2';

const unchained = (data: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'chain'));
const shown = (...patients: string[]): AuditEntry => ({
  viewers: [{ user: 'bea', roles: ['bed-manager'] }],
  patients,
  class: 'query',
  operation: 'patient',
  correlationId: 'c-1',
});

describe('the audit verified', () => {
  let engines: Engines;
  let now: Instant;
  const clock = { now: () => now, monotonicMs: () => 0 };
  /** Two days of one instance, then another instance that says where they end. */
  beforeAll(async () => {
    engines = await openTestEngines();
    const trail = (instance: string) =>
      createAuditTrail({ store: engines.events, clock, ids: randomIds, instance, chainKey: key });
    const [first, second] = [trail('i1'), trail('i2')];
    now = instant('2026-03-02T12:00:00.000Z');
    for (const patient of ['p1', 'p2', 'p3']) await first.write([shown(patient)]);
    now = instant('2026-03-03T12:00:00.000Z');
    for (const patient of ['p4', 'p5']) await first.write([shown(patient)]);
    await second.write([shown('p6')]);
    await second.seal([{ stream: TUESDAY, revision: 1, hash: 'as it was' }]);
  });
  afterAll(async () => engines.close());

  async function stored(): Promise<RecordedEvent[]> {
    const all: RecordedEvent[] = [];
    for (const stream of [MONDAY, TUESDAY, OTHER])
      all.push(...(await engines.events.read(stream, { limit: 100 })).events);
    return all;
  }
  function faultsOf(events: readonly RecordedEvent[], days: AuditDays = {}): string[] {
    const verifier = createVerifier(key, days);
    for (const event of events) verifier.take(event);
    return verifier.finish().faults.map(({ stream, revision, what }) => `${stream.slice(6)} ${revision} ${what}`);
  }
  const at = (stream: string, revision: number) => (event: RecordedEvent) =>
    event.stream === stream && event.revision === revision;

  it('is as it was written', async () => {
    expect(await verifyAudit(engines.events, key)).toStrictEqual({ streams: 3, events: 7, beforeChain: 0, faults: [] });
  });

  it.each([
    ['who was shown', { data: { patients: ['p9'] } }],
    ['who looked', { data: { viewers: [] } }],
    ['its kind', { type: 'nobody-shown.v1' }],
    ['its time', { metadata: { recordedAt: instant('2026-03-01T00:00:00.000Z') } }],
  ])('tells that %s was changed', async (_what, change) => {
    const { data = {}, metadata = {}, ...rest }: { data?: object; metadata?: object; type?: string } = change;
    const events = (await stored()).map((event) =>
      at(MONDAY, 1)(event)
        ? { ...event, ...rest, data: { ...event.data, ...data }, metadata: { ...event.metadata, ...metadata } }
        : event,
    );
    expect(faultsOf(events)).toStrictEqual(['2026-03-02-i1 1 changed']);
  });

  it('tells that events were removed in the middle, numbered anew or not', async () => {
    const events = (await stored()).filter((event) => !at(MONDAY, 1)(event));
    expect(faultsOf(events)).toStrictEqual(['2026-03-02-i1 2 missing']);
    const closedUp = events.map((event) => (at(MONDAY, 2)(event) ? { ...event, revision: 1 } : event));
    expect(faultsOf(closedUp)).toStrictEqual(['2026-03-02-i1 1 out-of-place']);
  });

  it('tells that events changed places, or came from another stream', async () => {
    const [one, two, three, ...rest] = await stored();
    if (!one || !two || !three) throw new Error('Three were written.');
    const swapped = [one, { ...three, revision: 1 }, { ...two, revision: 2 }, ...rest];
    expect(faultsOf(swapped).slice(0, 2)).toStrictEqual([
      '2026-03-02-i1 1 out-of-place',
      '2026-03-02-i1 2 out-of-place',
    ]);
    const moved = [...(await stored()), { ...two, stream: OTHER, revision: 2 }];
    expect(faultsOf(moved)).toStrictEqual(['2026-03-03-i2 2 changed']);
  });

  it('tells that a stream was cut off, where the next day or another instance says how far it went', async () => {
    const all = await stored();
    expect(faultsOf(all.filter((event) => !at(MONDAY, 2)(event)))).toStrictEqual(['2026-03-02-i1 1 cut-off']);
    expect(faultsOf(all.filter((event) => !at(TUESDAY, 1)(event)))).toStrictEqual(['2026-03-03-i1 0 cut-off']);
    expect(faultsOf(all.filter(({ stream }) => stream !== MONDAY))).toStrictEqual(['2026-03-02-i1 0 gone']);
  });

  it('tells that hashes were taken out from the front, though others follow them', async () => {
    const front = (count: number) => async () =>
      (await stored()).map((event, index) => (index < count ? { ...event, data: unchained(event.data) } : event));
    expect(faultsOf(await front(2)())).toStrictEqual(['2026-03-02-i1 1 unchained']);
    expect(faultsOf(await front(4)())).toStrictEqual(['2026-03-03-i1 0 unchained']);
    // The seal still has the hash with which the second day ended.
    expect(faultsOf(await front(5)())).toContain('2026-03-03-i1 1 unchained');
  });

  it('cannot tell that the very last events of all are gone', async () => {
    const all = await stored();
    expect(faultsOf(all.filter((event) => !at(OTHER, 1)(event)))).toStrictEqual([]);
  });

  it('tells what was made without the key, or has no hash though the chain had begun', async () => {
    const all = await stored();
    const [one] = all;
    if (!one) throw new Error('One was written.');
    const [stream, other] = ['audit-2026-03-04-i3', Buffer.alloc(32, 4)];
    const [forged] = chained(other, [one], { stream, previous: genesisOf(other, stream) });
    expect(faultsOf([...all, { ...one, ...forged, stream }])).toStrictEqual(['2026-03-04-i3 0 changed']);
    const data = unchained(one.data);
    expect(faultsOf([...all, { ...one, data, stream }])).toStrictEqual(['2026-03-04-i3 0 unchained']);
    expect(faultsOf([{ ...one, data, stream: 'audit-2026-03-01-i0' }, ...all])).toStrictEqual([]);
  });

  it('looks at the days that were asked for alone', async () => {
    const events = (await stored()).filter((event) => !at(MONDAY, 1)(event));
    expect(faultsOf(events, { from: localDate('2026-03-03') })).toStrictEqual([]);
    expect(faultsOf(events, { to: localDate('2026-03-02') })).toStrictEqual(['2026-03-02-i1 2 missing']);
  });
});
