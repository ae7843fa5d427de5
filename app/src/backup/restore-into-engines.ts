import { copyEvents, NotACopy } from '@flow/platform/event-store/copying/copy-events';
import { cutStreams, fillStreams } from '@flow/platform/event-store/copying/cut-streams';
import { openStoreFile, type StoreFile } from '@flow/platform/event-store/copying/store-file';
import type { EventStore } from '@flow/platform/event-store/event-store';
import type { EngineAddresses } from '@flow/platform/engines/engine-addresses';
import { checkSiteKey, readSiteKey } from '@flow/platform/engines/named-site-key';
import { whoIsSilent } from '@flow/platform/engines/not-answering';
import { openEventStores, type EventStores } from '@flow/platform/engines/real-engines';
import { restoreIn, restoreNotes } from '@flow/platform/engines/restoring';
import { writeKey } from '@flow/platform/engines/site-key';
import { nameRestoredLife } from '@flow/platform/engines/store-life';
import { persistently, Stopped } from '@flow/platform/running/persistently';
import { silentLog } from '@flow/platform/telemetry/log';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkedBackup, labelHash, refuseFull } from './backup-parts';
import { isEmptyStore } from './empty-store';
import { giveOrders } from './engine-erasures';
import { erasuresOf } from './kept-erasures';
import { makeLastFolder } from './make-last-folder';
import { copyFiles, namingRestoreFaults, type Folders, type Restored } from './restore-backup';

const ANSWERS_WITHIN_MS = 60_000;

interface Restoring {
  readonly folders: Folders;
  readonly source: string;
  readonly stores: EventStores;
  readonly siteKeyFile: string;
  /** Told how far it is, in words. */
  readonly say: (text: string) => void;
}

/** Asks again what an engine did not answer, for a while. */
const surely = async <T>(work: () => Promise<T>): Promise<T> =>
  persistently(work, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS), log: silentLog });

/** The same store, each call of which is repeated identically where the answer is lost. */
const patient = (store: EventStore): EventStore => ({
  ...store,
  append: async (...asked) => surely(async () => store.append(...asked)),
  read: async (...asked) => surely(async () => store.read(...asked)),
  deleteStream: async (...asked) => surely(async () => store.deleteStream(...asked)),
  truncateBefore: async (...asked) => surely(async () => store.truncateBefore(...asked)),
  setMaxCount: async (...asked) => surely(async () => store.setMaxCount(...asked)),
});

/** The backup's key. Throws OperatorError where the file for it holds another. */
async function checkedKey(source: string, file: string): Promise<Buffer> {
  const key = await readSiteKey(join(source, 'site.key'));
  if (!existsSync(file) || (await readSiteKey(file)).equals(key)) return key;
  throw new OperatorError(
    `SITE_KEY_FILE: ${file} holds another key than the backup. Name a file that is not there yet: the backup's key goes into it.`,
  );
}

async function keepSiteKey(source: string, file: string): Promise<Buffer> {
  const key = await checkedKey(source, file);
  if (!existsSync(file)) writeKey(file, key);
  return key;
}

interface Files {
  readonly events: StoreFile;
  readonly inbox: StoreFile;
}

/** Every step is safe to repeat; one that is done is not done again. */
function stepsOf({ source, folders, stores, siteKeyFile, say }: Restoring, files: Files) {
  const events = patient(stores.events);
  const inbox = patient(stores.inbox);
  const copying = async (what: string, file: StoreFile, store: EventStore): Promise<void> => {
    const total = file.count();
    let copied = 0;
    say(`The ${what}: ${total} events.`);
    await copyEvents(file, store, (count) => {
      copied += count;
      if (copied < total && Math.floor(copied / 10_000) > Math.floor((copied - count) / 10_000))
        say(`The ${what}: ${copied} copied.`);
    });
    await fillStreams(file, store);
  };
  return {
    key: async () => checkSiteKey(events, await keepSiteKey(source, siteKeyFile)),
    files: async () => copyFiles(folders, source),
    inbox: async () => copying('inbox', files.inbox, inbox),
    events: async () => copying('events', files.events, events),
    'inbox-cut': async () => cutStreams(files.inbox, inbox),
    'events-cut': async () => cutStreams(files.events, events),
    life: async () => {
      const now = systemClock.now();
      await nameRestoredLife(events, {
        noticedAt: now,
        eventsTo: files.events.lastRecordedAt() ?? now,
        inboxTo: files.inbox.lastRecordedAt() ?? now,
      });
    },
  };
}

async function begin({ stores, folders, siteKeyFile, source }: Restoring, begun: () => Promise<void>): Promise<void> {
  for (const store of new Set([stores.events, stores.inbox])) {
    if (!(await isEmptyStore(store)))
      throw new OperatorError('The event store is not empty. A backup goes into one that was never used.');
  }
  refuseFull(folders.dataDir, 'Name a folder that is not there yet with DATA_DIR: the files of the backup go into it.');
  await checkedKey(source, siteKeyFile);
  await begun();
}

/** Gives whether it had ended before, and nothing was done. */
async function restore(restoring: Restoring, files: Files): Promise<boolean> {
  const { events } = restoring.stores;
  const backup = await labelHash(restoring.source);
  const notes = restoreNotes(patient(events), { backup });
  const known = await surely(async () => restoreIn(events));
  if (known === undefined) await begin(restoring, notes.begun);
  else if (known.backup !== backup)
    throw new OperatorError(
      'Another backup was restored into the event store. A backup goes into one that was never used.',
    );
  if (known?.finished === true) return true;
  await makeLastFolder(restoring.folders.dataDir);
  for (const [step, work] of Object.entries(stepsOf(restoring, files))) {
    if (known?.stepsDone.includes(step) === true) continue;
    await work();
    await notes.stepDone(step);
  }
  await notes.finished();
  return false;
}

/**
 * Copies a backup of an embedded site into event stores that were never used, and its files into an empty data folder. Documents
 * and bus are built from the events at the first start, which is refused until all is there.
 * Goes on where it was stopped. Throws OperatorError, one line.
 */
export async function restoreIntoEngines(
  folders: Folders,
  addresses: EngineAddresses,
  from: string,
  say: (text: string) => void,
): Promise<Restored> {
  const source = resolve(from);
  const { madeAt } = await checkedBackup(source);
  const known = await erasuresOf([source], folders.erasures);
  const stores = await openEventStores(addresses, silentLog);
  const files = { events: openStoreFile(join(source, 'events.db')), inbox: openStoreFile(join(source, 'inbox.db')) };
  try {
    const restoring = { folders, source, stores, siteKeyFile: addresses.siteKeyFile, say };
    const already = await namingRestoreFaults(folders, async () => restore(restoring, files));
    // At a repeat, too, which may name more of them.
    await giveOrders(addresses, known.orders);
    return { madeAt, erasures: known, already };
  } catch (error) {
    if (error instanceof NotACopy) throw new OperatorError(error.message, { cause: error });
    if (!(error instanceof Stopped)) throw error;
    const silent = await whoIsSilent(addresses);
    throw new OperatorError(`${silent} Run the same restore again: it goes on where it stopped.`, { cause: error });
  } finally {
    files.events.close();
    files.inbox.close();
    await stores.close();
  }
}
