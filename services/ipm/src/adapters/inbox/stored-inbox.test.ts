import type { EventStore, NewEvent } from '@flow/platform/event-store/event-store';
import { openTestEngines } from '@flow/platform/engines/testing';
import type { Engines } from '@flow/platform/engines/engines';
import { certainly } from '@flow/platform/event-store/testing';
import { randomIds } from '@flow/platform/ids/ids';
import { instant } from '@flow/platform/time/instant';
import { londonDateOf } from '@flow/platform/time/london';
import type { InboxEvent } from '../../domain/inbox/inbox-event';
import { decodeInboxEvent, rawBytes } from './inbox-codec';
import { createStoredInbox } from './stored-inbox';

let engines: Engines;
beforeAll(async () => (engines = await openTestEngines()));
afterAll(() => engines.close());

const entry = (partner: string, raw: string, at = '2026-01-05T11:00:00.000Z'): InboxEvent => ({
  type: 'frame-received.v1',
  partner,
  messageId: randomIds.next(),
  connection: '1',
  receivedAt: instant(at),
  reply: { code: 'AA', controlId: 'REPLY1' },
  sender: 'iPM|iIE',
  controlId: raw,
  messageType: 'ADT^A01',
  raw: Buffer.from(raw).toString('base64'),
  sha256: 'a'.repeat(64),
  contentHash: 'b'.repeat(64),
});

async function readAll(stream: string): Promise<readonly InboxEvent[]> {
  const found: InboxEvent[] = [];
  for (let from = 0; ;) {
    const page = await certainly(() => engines.inbox.read(stream, { from, limit: 1000 }));
    found.push(...page.events.flatMap((event) => decodeInboxEvent(event) ?? []));
    if (page.events.length === 0) return found;
    from += page.events.length;
  }
}

const controlIds = (entries: readonly InboxEvent[]) =>
  entries.map((each) => (each.type === 'frame-received.v1' ? each.controlId : each.type));

/** Counts appends on their way to a real store. */
function counted(store: EventStore) {
  const sizes: number[] = [];
  const counting: EventStore = {
    ...store,
    append(stream: string, expected, events: readonly NewEvent[]) {
      sizes.push(events.length);
      return store.append(stream, expected, events);
    },
  };
  return { counting, sizes };
}

test('what is stored reads back as it was, byte for byte', async () => {
  const inbox = createStoredInbox({ store: engines.inbox, londonDateOf });
  const told = entry('same', 'MSH|\u00eb\r');
  const stored = await inbox.add(told);
  expect(stored).toMatchObject({ stream: 'inbox-same-2026-01-05', revision: 0 });
  const [read] = await readAll(stored.stream);
  expect(read).toStrictEqual(told);
  expect(read && 'raw' in read ? Buffer.from(rawBytes(read.raw)).toString() : '').toBe('MSH|\u00eb\r');
});

test('entries of a partner lie in the order of the calls, many to an append', async () => {
  const { counting, sizes } = counted(engines.inbox);
  const inbox = createStoredInbox({ store: counting, londonDateOf });
  const ids = Array.from({ length: 600 }, (_, index) => String(index));
  const stored = await Promise.all(ids.map((id) => inbox.add(entry('burst', id))));
  expect(stored.map(({ revision }) => revision)).toStrictEqual(ids.map(Number));
  expect(controlIds(await readAll('inbox-burst-2026-01-05'))).toStrictEqual(ids);
  expect(sizes.length).toBeLessThan(60);
});

test('entries too large for one append go in several', async () => {
  const inbox = createStoredInbox({ store: engines.inbox, londonDateOf });
  const large = Array.from({ length: 5 }, (_, index) => String(index).repeat(400_000));
  await Promise.all(large.map((raw) => inbox.add(entry('large', raw))));
  expect(controlIds(await readAll('inbox-large-2026-01-05'))).toStrictEqual(large);
});

test('a London day has its stream, also over midnight', async () => {
  const inbox = createStoredInbox({ store: engines.inbox, londonDateOf });
  const stored = await Promise.all([
    inbox.add(entry('days', '1', '2026-07-01T22:59:59.999Z')),
    inbox.add(entry('days', '2', '2026-07-01T23:00:00.000Z')),
  ]);
  expect(stored.map(({ stream }) => stream)).toStrictEqual(['inbox-days-2026-07-01', 'inbox-days-2026-07-02']);
});

test('two instances write to one stream, and each keeps its own order', async () => {
  const inboxes = [0, 1].map(() => createStoredInbox({ store: engines.inbox, londonDateOf }));
  const ids = Array.from({ length: 60 }, (_, index) => index);
  const tell = (id: number) => inboxes[id % 2]!.add(entry('pair', String(id)));
  for (let from = 0; from < ids.length; from += 6) await Promise.all(ids.slice(from, from + 6).map(tell));
  const read = controlIds(await readAll('inbox-pair-2026-01-05')).map(Number);
  expect(read.filter((id) => id % 2 === 0)).toStrictEqual(ids.filter((id) => id % 2 === 0));
  expect(read.filter((id) => id % 2 === 1)).toStrictEqual(ids.filter((id) => id % 2 === 1));
});

test('a store that is away rejects what waits, and takes what comes after it is back', async () => {
  let away = true;
  const store: EventStore = {
    ...engines.inbox,
    append: (stream, expected, events) =>
      away ? Promise.reject(new Error('away')) : engines.inbox.append(stream, expected, events),
  };
  const inbox = createStoredInbox({ store, londonDateOf });
  const results = await Promise.allSettled([inbox.add(entry('away', '1')), inbox.add(entry('away', '2'))]);
  expect(results.map(({ status }) => status)).toStrictEqual(['rejected', 'rejected']);
  away = false;
  await inbox.add(entry('away', '1'));
  expect(controlIds(await readAll('inbox-away-2026-01-05'))).toStrictEqual(['1']);
});
