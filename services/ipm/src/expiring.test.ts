import type { Engines } from '@flow/platform/engines/engines';
import { randomIds } from '@flow/platform/ids/ids';
import { until } from '@flow/platform/running/testing';
import { systemClock } from '@flow/platform/time/clock';
import { laterBy } from '@flow/platform/time/instant';
import { londonDateOf } from '@flow/platform/time/london';
import { openExpiry } from './adapters/run-expiry';
import { expireInbox } from './application/expiring/expire-inbox';
import { expiryStream } from './domain/expiry/inbox-day';
import { ends, listed } from './testing/asked';
import { adt, framed } from './testing/messages';
import { mortalStore } from './testing/mortal-store';
import { openTestSite, type TestIpm, type TestSite } from './testing/running-ipm';
import { seenAs, worked } from './testing/worked';

const DAY_MS = 86_400_000;

let site: TestSite;
let ipm: TestIpm;
beforeEach(async () => {
  site = await openTestSite();
  ipm = await site.start();
});
afterEach(() => site.close());

async function receive(...texts: readonly string[]): Promise<void> {
  const peer = await ipm.connect();
  for (const text of texts) await peer.send(framed(text));
  await peer.replies(texts.length);
}

/** What the hourly look does so many days from now, over these engines. */
async function expire(days: number, engines: Engines = site.engines): Promise<number> {
  const clock = { ...systemClock, now: () => laterBy(systemClock.now(), days * DAY_MS) };
  const { data } = await ipm.ask('{ messages(first: 1) { nodes { id } } }');
  const [first] = (data['messages'] as { nodes: readonly { id: string }[] }).nodes;
  const story = first && { receivedAt: systemClock.now() };
  const given = {
    retentionDays: 400,
    stories: { oldest: () => Promise.resolve(story as never) },
    intake: { progress: () => Promise.resolve({ partners: { ipm: { unsettled: 0 } } }) },
  };
  return expireInbox(await openExpiry({ engines, clock, ids: randomIds }, given), new AbortController().signal);
}

const gone = () => until(async () => (await listed(ipm)).length === 0);

/** Streams that hold something, and what of their kind. */
async function stored(): Promise<readonly string[]> {
  const streams = new Set<string>();
  const over = new AbortController();
  for await (const { events, caughtUp } of site.engines.inbox.subscribe({
    prefixes: ['inbox', 'ledger-'],
    signal: over.signal,
  })) {
    for (const { stream } of events) streams.add(stream.split('-')[0] ?? '');
    if (caughtUp) break;
  }
  return [...streams].sort();
}

const texts = ['C1', 'C2'].map((controlId) => adt('A31', 'N1', { controlId }));

describe('a day of the inbox', () => {
  it('goes whole once it is older than the retention, and leaves its counts', async () => {
    await receive(...texts, texts[0] ?? '');
    await ends(ipm, 3);
    expect([await expire(399), await expire(401)]).toStrictEqual([0, 1]);
    await gone();
    const day = await site.engines.inbox.read(expiryStream('ipm', londonDateOf(systemClock.now())), { limit: 9 });
    expect(day.events.map(({ type, data }) => [type, data['received'], data['ended']])).toStrictEqual([
      ['inbox-day-expiring.v1', 3, { applied: 2, duplicate: 1 }],
      ['inbox-day-expired.v1', undefined, undefined],
    ]);
    expect(await stored()).toStrictEqual(['inboxErasure', 'inboxExpiry']);
    expect(await expire(409)).toBe(0);
    expect(await stored()).toStrictEqual(['inboxExpiry']);
  });

  it('stays gone when stories are made anew and after a restart, and nothing of it is told again', async () => {
    await receive(...texts);
    await ends(ipm, 2);
    const { tellings } = site.owners;
    await expire(401);
    await gone();
    await ipm.rebuild?.(() => undefined);
    expect(await listed(ipm)).toStrictEqual([]);
    await ipm.stop();
    ipm = await site.start();
    await receive(adt('A31', 'N2', { controlId: 'C3' }));
    expect(await ends(ipm, 1)).toStrictEqual(['C3 APPLIED']);
    expect(site.owners.tellings).toBe(tellings + 2);
  });

  it('stays while one of its messages is in quarantine or held, and goes when that has come to its end', async () => {
    await receive(texts[0] ?? '', adt('A31', '', { controlId: 'C9' }));
    await ends(ipm, 2);
    expect(await expire(401)).toBe(0);
    expect(await listed(ipm)).toHaveLength(2);
    await worked(ipm, 'skipMessage', await seenAs(ipm, 'C9', 'QUARANTINED'), { reason: 'TEST_MESSAGE' });
    expect(await expire(401)).toBe(1);
    await gone();
  });

  it.each([1, 2, 3, 4, 5, 6])('goes on where it was cut short at write %i', async (write) => {
    await receive(...texts);
    await ends(ipm, 2);
    const inbox = mortalStore(site.engines.inbox);
    inbox.dieAt(write);
    await expire(401, { ...site.engines, inbox }).catch(() => undefined);
    expect(inbox.died).toBe(true);
    await expire(401);
    await gone();
    expect(await stored()).toStrictEqual(['inboxErasure', 'inboxExpiry']);
    await receive(texts[0] ?? '');
    expect(await ends(ipm, 1)).toStrictEqual(['C1 APPLIED']);
  });
});
