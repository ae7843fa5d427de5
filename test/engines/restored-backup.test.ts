import { prefixedDocuments } from '@flow/platform/documents/prefixed-documents';
import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import { prefixOf } from '@flow/platform/engines/real-engines';
import type { EventStore } from '@flow/platform/event-store/event-store';
import { openMongoDocuments } from '@flow/platform/documents/mongodb/mongo-documents';
import { openEventStoreDb } from '@flow/platform/event-store/eventstoredb/event-store-db';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adt } from '../product/adt';
import { startEngines, type RunningEngines } from '../product/engines-running';
import { certain } from '../product/certain';
import { idByNumber, untilErased } from '../product/erasing';
import { everyEvent } from '../product/every-event';
import { newFolder, removeFolder, startHere, type ProductHere } from '../product/product-here';
import { runCommand } from '../product/running-command';
import { everythingShown, someHours } from '../product/some-hours';
import { shownDocuments } from '../product/shown-documents';

const ROOT = join(__dirname, '..', '..');
/** Of the stores themselves: which key, which life, which backup. */
const OF_THE_STORE = /^(site-key|storeIdentity-|storeMark-|storeRestore-)/;
const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz');

const POSITION = /\d{20}-\d{20}/g;
const withoutPositions = (shown: unknown): unknown => JSON.parse(JSON.stringify(shown).replace(POSITION, 'position'));

type Shown = Awaited<ReturnType<typeof shownDocuments>>;

/** The gateway's tell of who signed in meanwhile; when a message was told, and in what strides a row came to be, are left out too. */
const comparable = (shown: Shown): unknown =>
  Object.fromEntries(
    Object.entries(shown)
      .filter(([name]) => /^(beds|patient|ipm)/.test(name))
      .map(([name, all]) => [name, /^ipm|-rows$/.test(name) ? all.map(({ _id }) => _id) : all]),
  );

/** All that can be read, in order; where it stands differs. */
async function contentOf(store: EventStore): Promise<readonly unknown[]> {
  const events = await everyEvent(store, LETTERS);
  return events
    .filter(({ stream }) => !OF_THE_STORE.test(stream))
    .map(({ id, stream, revision, type, data, metadata }) => ({ id, stream, revision, type, data, metadata }));
}

describe('a backup of an embedded site, restored into engines that others built', () => {
  let site: string;
  let engines: RunningEngines;
  let here: ProductHere | undefined;
  let before: Awaited<ReturnType<typeof everythingShown>>;
  let documents: Shown;
  const backup = (): string => join(engines.folder, 'backup');
  const data = (): string => join(engines.folder, 'restored');
  const env = (): Readonly<Record<string, string>> => ({
    ...engines.env(),
    SITE_KEY_FILE: join(engines.folder, 'restored.key'),
  });
  const restore = async (...more: readonly string[]) =>
    runCommand(data(), ['app/backup/main', 'restore', backup(), ...more], env());

  beforeAll(async () => {
    [site, engines] = [await newFolder(), await startEngines()];
    here = await startHere(site);
    await here.tell(...someHours(1948, 20));
    await here.settled();
    before = await everythingShown(here);
    await here.stop();
    const embedded = await openEmbeddedEngines({ folder: site });
    documents = await shownDocuments(embedded.documents);
    await embedded.close();
    expect(await runCommand(site, ['app/backup/main', 'make', backup()])).toMatchObject({ code: 0 });
  }, 240_000);
  afterAll(async () => {
    await here?.stop();
    await engines.stop();
    await removeFolder(site);
  });

  async function documentsThere() {
    const there = openMongoDocuments({ url: engines.of('mongodb').url });
    const store = openEventStoreDb({ connectionString: engines.of('eventStore').url });
    try {
      return await shownDocuments(prefixedDocuments(there, prefixOf(await store.epoch())));
    } finally {
      await store.close();
      await there.close();
    }
  }

  async function killedWhileItCopies(): Promise<void> {
    const args = [join(ROOT, 'scripts', 'run.js'), 'app/backup/main', 'restore', backup()];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'development', DATA_DIR: data(), ...env() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (said: Buffer) => {
      if (said.toString().includes('The events:')) child.kill('SIGKILL');
    });
    await once(child, 'exit');
  }

  it('killed in the middle, it lets nobody start, goes on where it was, and then has every event', async () => {
    await killedWhileItCopies();
    await expect(startHere(data(), env())).rejects.toThrow('that did not end');
    expect(await restore()).toMatchObject({ code: 0, errors: '' });
    const source = await openEmbeddedEngines({ folder: site });
    const store = openEventStoreDb({ connectionString: engines.of('eventStore').url });
    try {
      const there = [...(await contentOf(source.inbox)), ...(await contentOf(source.events))];
      expect(await contentOf(store)).toStrictEqual(there);
    } finally {
      await store.close();
      await source.close();
    }
    expect(await readFile(join(engines.folder, 'restored.key'))).toStrictEqual(await readFile(join(site, 'site.key')));
    const { output } = await restore();
    expect(output).toContain('no event and no file was copied again');
    expect(output).toContain('run this again with --erasures');
  });

  it('shows the same, asks partners to send again, and takes the next message', async () => {
    here = await startHere(data(), env());
    await here.settled();
    expect(withoutPositions(await everythingShown(here))).toStrictEqual(withoutPositions(before));
    expect(comparable(await documentsThere())).toStrictEqual(comparable(documents));
    const ina = await here.as('ina');
    expect(JSON.stringify(await ina.ask('{ ipmTasks { nodes { kind subjects } } }'))).toContain('feed-to-send-again');
    await here.tell(adt('A01', { controlId: 'NEXT', patient: 77, at: ['W2', '10'], when: '20260303200000' }));
    await here.settled();
    expect(JSON.stringify(await everythingShown(here))).toContain('Testperson77');
  });

  it('takes orders of erasures at a repeat, which the next start carries out', async () => {
    const product = here;
    if (product === undefined) throw new Error('The test before has not started it.');
    const patientId = (await idByNumber(await product.as('bea'), 'P77')) ?? '';
    await product.stop();
    const file = join(engines.folder, 'since.log');
    const order = { patientId, patientIds: [patientId], claims: [], reason: 'TEST_DATA', by: 'iggy' };
    await writeFile(file, `${JSON.stringify({ format: 1, ...order, at: '2026-03-03T21:00:00.000Z' })}\n`);
    const repeated = await restore('--erasures', file);
    expect(repeated).toMatchObject({ code: 0, errors: '' });
    expect(repeated.output).toContain(`${file} holds the order of 1 erasure, given to the document store.`);
    expect(repeated.output).toContain('until then those people stay visible');
    // A folder of its own, as a pod has one.
    here = await startHere(join(engines.folder, 'pod'), env());
    await untilErased(await here.as('iggy'), patientId, 'WAITS_FOR_ENGINES');
    const { http } = here;
    await certain('people are let in', 60_000, async () => ((await fetch(`${http}/readyz`)).ok ? true : undefined));
    expect(await idByNumber(await here.as('bea'), 'P77')).toBeUndefined();
  });
});
