import { closeSync, openSync, rmSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { hostileBus } from '../bus/hostile-bus';
import { openSqliteBus } from '../bus/sqlite-bus';
import { hostileDocuments } from '../documents/hostile-documents';
import { openSqliteDocuments } from '../documents/sqlite-documents';
import { hostileEventStore } from '../event-store/hostile-event-store';
import { positionOf } from '../event-store/position';
import { openSqliteEventStore, type SqliteEventStore } from '../event-store/sqlite-event-store';
import { LEASES } from '../running/lease-document';
import { systemClock, type Clock } from '../time/clock';
import { makeFolder } from '../values/make-folder';
import type { EngineName } from './answering';
import type { Engines } from './engines';
import { lockFolder } from './folder-lock';
import { createHostility, type HostileOptions } from './hostility';
import { noticePutBack, putBackBefore, type Stores } from './put-back';
import { siteKeyOf } from './site-key';
import { refuseHalfRestoredFolder } from './unfinished-restore';

export interface EmbeddedOptions {
  /** Where all data lies; made if absent. */
  readonly folder: string;
  /** Makes the engines as awkward as their ports allow, for tests. */
  readonly hostile?: HostileOptions | undefined;
  readonly clock?: Clock | undefined;
  /** Told which engine tries something again by itself, and why. */
  readonly warn?: ((engine: EngineName, error: unknown) => void) | undefined;
}

/** The engines of one folder in this process, and how many use them. */
interface Shared {
  readonly engines: Promise<Engines>;
  users: number;
}

const shared = new Map<string, Shared>();

/** Runs what was opened so far backwards; a fault of one does not keep the others open. */
function closingAll(closers: readonly (() => void)[]): void {
  const faults: unknown[] = [];
  for (const close of [...closers].reverse()) {
    try {
      close();
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, 'Some engines could not be closed.');
}

/** The file, made if absent so that its owner alone can read it; what SQLite puts beside it is made alike. */
function ownersFile(folder: string, name: string): string {
  const file = join(folder, name);
  closeSync(openSync(file, 'a', 0o600));
  return file;
}

function openEventStore(
  file: string,
  engine: EngineName,
  { hostile, warn: tell = () => undefined }: EmbeddedOptions,
): SqliteEventStore {
  const warn = (_message: string, error: unknown): void => tell(engine, error);
  if (!hostile) return openSqliteEventStore(file, { warn });
  const hostility = createHostility(hostile);
  const inner = openSqliteEventStore(file, {
    warn,
    step: () => 1 + hostility.below(1000),
    positionOf: (commit) => positionOf(commit, commit - (commit % 7)),
  });
  return hostileEventStore(inner, hostility);
}

function openBus(file: string, { hostile, clock = systemClock, warn: tell = () => undefined }: EmbeddedOptions) {
  const warn = (_message: string, error: unknown): void => tell('bus', error);
  if (!hostile) return openSqliteBus(file, { clock, warn });
  const hostility = createHostility(hostile);
  return hostileBus(openSqliteBus(file, { clock, warn, step: () => 1 + hostility.below(50) }), hostility);
}

function openDocuments(file: string, { hostile }: EmbeddedOptions) {
  const documents = openSqliteDocuments(file);
  return hostile ? hostileDocuments(documents, createHostility(hostile)) : documents;
}

/** Before anybody uses them: documents that know more than the stores go. */
async function settlePutBack(folder: string, stores: Stores, { clock = systemClock }: EmbeddedOptions): Promise<void> {
  const file = ownersFile(folder, 'documents.db');
  const documents = openSqliteDocuments(file);
  let open = true;
  const close = (): void => {
    if (open) documents.close();
    open = false;
  };
  try {
    await noticePutBack({ ...stores, documents, clock }, () => {
      close();
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    });
  } finally {
    close();
  }
}

async function openAll(options: EmbeddedOptions): Promise<Engines> {
  const { folder } = options;
  const closers: (() => void)[] = [];
  const opened = <T extends { close(): void }>(engine: T): T => {
    closers.push(() => {
      engine.close();
    });
    return engine;
  };
  try {
    refuseHalfRestoredFolder(folder);
    const lock = lockFolder(folder);
    closers.push(() => {
      lock.release();
    });
    const events = opened(openEventStore(ownersFile(folder, 'events.db'), 'event-store', options));
    const siteKey = siteKeyOf(folder, events.facts);
    const inbox = opened(openEventStore(ownersFile(folder, 'inbox.db'), 'inbox-store', options));
    await settlePutBack(folder, { events, inbox }, options);
    const putBack = putBackBefore({ events });
    const bus = opened(openBus(ownersFile(folder, 'bus.db'), options));
    const documents = opened(openDocuments(ownersFile(folder, 'documents.db'), options));
    return {
      ...{ events, siteKey, inbox, bus, documents, ...(putBack && { putBack }) },
      ask: {
        'event-store': async () => events.canWrite(),
        'inbox-store': async () => inbox.canWrite(),
        documents: async () => documents.canWrite(),
        bus: async () => bus.canWrite(),
      },
      async forget() {
        for (const engine of [events, inbox, bus, documents]) await engine.forget();
        return 'done';
      },
      async close() {
        closingAll(closers);
        return Promise.resolve();
      },
    };
  } catch (error) {
    try {
      closingAll(closers);
    } catch {
      // What cannot be closed on a disk that is full says less than why it could not be opened.
    }
    throw error;
  }
}

/** A lease in a folder that nobody had open is a dead owner's: the folder's lock is the lease here. */
async function withoutLeases(engines: Engines): Promise<Engines> {
  await engines.documents.drop(LEASES);
  return engines;
}

async function openOnce(options: EmbeddedOptions): Promise<Shared> {
  makeFolder(options.folder);
  const folder = await realpath(options.folder);
  const known = shared.get(folder);
  if (known) {
    known.users += 1;
    return known;
  }
  const fresh: Shared = {
    engines: Promise.resolve({ ...options, folder })
      .then(openAll)
      .then(withoutLeases),
    users: 1,
  };
  shared.set(folder, fresh);
  fresh.engines.catch(() => shared.delete(folder));
  return fresh;
}

/**
 * Opens the engines in that folder: `events.db`, `inbox.db`, `bus.db`, `documents.db`, `site.key`. Those who open the same
 * folder in one process share them; the last to close them closes them. Throws FolderInUse when another process has the folder,
 * OperatorError when a backup is only half in it, when the site key is not the one that it was written with or a file's format is
 * of another version, and EngineUnavailable or the system's own error where a file cannot be read or written.
 */
export async function openEmbeddedEngines(options: EmbeddedOptions): Promise<Engines> {
  const entry = await openOnce(options);
  const engines = await entry.engines;
  let closed = false;
  return {
    ...engines,
    async close() {
      if (closed) return;
      closed = true;
      entry.users -= 1;
      if (entry.users > 0) return;
      for (const [folder, other] of shared) if (other === entry) shared.delete(folder);
      await engines.close();
    },
  };
}
