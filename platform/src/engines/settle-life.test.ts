import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteDocuments } from '../documents/sqlite-documents';
import { openSqliteEventStore, type SqliteEventStore } from '../event-store/sqlite-event-store';
import { silentLog } from '../telemetry/log';
import { recordingLog } from '../telemetry/testing';
import { instantOfEpochMs } from '../time/instant';
import { openKnownMarks, type KnownMarks } from './known-marks';
import { settleLife, type Settled } from './settle-life';
import { lastMark, writeMark } from './store-marks';

type Name = 'events' | 'inbox';

describe('the lives of an event store and of an inbox on another server', () => {
  let folder: string;
  let stores: Record<Name, SqliteEventStore>;
  let documents: ReturnType<typeof openSqliteDocuments>;
  let known: KnownMarks;
  let ms = 0;
  /** A second later each time that it is asked. */
  const clock = { now: () => instantOfEpochMs((ms += 1000)), monotonicMs: () => ms };
  const open = (name: Name): SqliteEventStore => openSqliteEventStore(join(folder, `${name}.db`));
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flow-lives-'));
    stores = { events: open('events'), inbox: open('inbox') };
    documents = openSqliteDocuments(join(folder, 'documents.db'));
    known = await openKnownMarks(documents);
  });
  afterEach(() => {
    for (const one of [stores.events, stores.inbox, documents]) one.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const settled = async (): Promise<Settled> => settleLife({ ...stores, known, clock, log: silentLog });
  async function mark(name: Name): Promise<string> {
    const { life } = await settled();
    const made = await writeMark(stores[name], await lastMark(stores[name]), clock.now());
    await known.note(name, life.epoch, made);
    return made.at;
  }
  function keep(name: Name): void {
    stores[name].close();
    copyFileSync(join(folder, `${name}.db`), join(folder, `${name}.kept`));
    stores[name] = open(name);
  }
  function putBack(name: Name): void {
    stores[name].close();
    copyFileSync(join(folder, `${name}.kept`), join(folder, `${name}.db`));
    stores[name] = open(name);
  }

  it('go on as they were while nothing is missing', async () => {
    const first = await settled();
    for (const name of ['events', 'inbox', 'events'] as const) await mark(name);
    expect(await settled()).toStrictEqual(first);
    expect(first.life).not.toHaveProperty('putBack');
  });

  it('begin anew when the events are an earlier copy, and no partner has to send anything', async () => {
    const { life } = await settled();
    const common = await mark('events');
    await mark('inbox');
    keep('events');
    await mark('events');
    putBack('events');
    const next = await settled();
    expect(next.life.putBack).toMatchObject({ eventsTo: common });
    expect(next.life.putBack).not.toHaveProperty('inboxTo');
    expect(next.before).toStrictEqual([life.epoch]);
    await mark('events');
    expect((await settled()).life).toStrictEqual(next.life);
  });

  it('begin anew when the inbox is, which names the gap', async () => {
    await mark('events');
    const common = await mark('inbox');
    keep('inbox');
    await mark('inbox');
    putBack('inbox');
    const { life } = await settled();
    expect(life.putBack).toMatchObject({ eventsTo: life.putBack?.noticedAt, inboxTo: common });
    expect((await settled()).life).toStrictEqual(life);
  });

  it('begin anew when the copy has grown beyond its old end', async () => {
    const common = await mark('events');
    keep('events');
    await mark('events');
    putBack('events');
    for (let more = 0; more < 3; more += 1) await writeMark(stores.events, await lastMark(stores.events), clock.now());
    expect((await settled()).life.putBack?.eventsTo).toBe(common);
  });

  it('warn where the documents were used with another store, and suspect nothing', async () => {
    await mark('events');
    stores.events.close();
    rmSync(join(folder, 'events.db'));
    stores.events = open('events');
    const { log, lines } = recordingLog();
    const { life } = await settleLife({ ...stores, known, clock, log });
    expect(life).not.toHaveProperty('putBack');
    expect(lines).toMatchObject([
      { level: 'warn', msg: expect.stringContaining('with another event store') as string },
    ]);
    for (let starts = 0; starts < 2; starts += 1) expect(await settled()).toStrictEqual({ life, before: [] });
    await mark('events');
    expect((await settled()).life).toStrictEqual(life);
  });
});
