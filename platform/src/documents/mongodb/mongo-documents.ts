import { MongoClient, MongoServerError, type Db } from 'mongodb';
import { createWaitingCalls } from '../../engines/waiting-calls';
import { noLongerThan } from '../../running/run';
import { OperatorError } from '../../values/operator-error';
import { partsOf } from '../document-json';
import type { Document, Documents, IndexSpec } from '../documents';
import { asker, type Ask } from './asked';
import { NO_ANSWER } from './faults';
import { collectionOn } from './mongo-collection';

export interface MongoOptions {
  /** The connection string: hosts, credentials, TLS, replica set. A secret: it is in no error and no log. */
  readonly url: string;
  /** That of the connection string unless given, and `flow` where that names none. */
  readonly database?: string;
  /** How long a call may take, whatever it waits for; 10 s unless given. */
  readonly timeoutMs?: number;
  /** How long a call looks for a server that takes it; 5 s unless given. */
  readonly selectionMs?: number;
  /**
   * Whether the driver itself repeats a write whose answer was lost; false unless given. It takes a replica set, whose servers
   * know a repeat by its session. Without it the same fault is an OutcomeUnknown, which every caller repeats in its own way.
   */
  readonly retryWrites?: boolean;
}

export interface MongoDocuments extends Documents {
  /** Drops every collection whose name begins so. Safe to repeat. */
  dropAll(prefix: string): Promise<void>;
  /** Calls under way are not waited for any longer, and later ones only briefly. */
  giveUp(): void;
  /** Gives up, too, refuses later calls and ends all connections. */
  close(): Promise<void>;
}

const CALL_MS = 10_000;
/** Room for the driver to say itself that the time of a call was over. */
const GRACE_MS = 500;
/** The driver would say goodbye to a server that is silent. */
const CLOSES_WITHIN_MS = 1000;

const NAME = /^[A-Za-z][\w-]*$/;
const DATABASE = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^/?]+)/;
const NO_SUCH_COLLECTION = 26;
/** Servers that give no code say it in these words. */
const NO_SUCH_COLLECTION_WORDS = 'ns not found';

function clientOf({ url, timeoutMs = CALL_MS, selectionMs = 5000, retryWrites = false }: MongoOptions): MongoClient {
  try {
    return new MongoClient(url, {
      timeoutMS: timeoutMs,
      serverSelectionTimeoutMS: selectionMs,
      connectTimeoutMS: selectionMs,
      // A write is answered when no failover takes it back, and a read sees nothing that one might.
      writeConcern: { w: 'majority', journal: true },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      retryWrites,
      // A part that reads and then writes has to know that its server was away in between.
      retryReads: false,
    });
  } catch {
    // What the driver says of it may repeat a password.
    throw new OperatorError('The connection string of MongoDB (MONGODB_URL) is not one that its driver can read.');
  }
}

/**
 * The documents on MongoDB. Connects with the first call, and again by itself after every loss; a call fails when its time is
 * over. A handle of a collection that was dropped makes it anew without its indexes: open it again instead.
 */
export function openMongoDocuments(options: MongoOptions): MongoDocuments {
  const client = clientOf(options);
  const calls = createWaitingCalls(NO_ANSWER);
  const ask = asker(calls, (options.timeoutMs ?? CALL_MS) + GRACE_MS);
  const db = client.db(options.database ?? DATABASE.exec(options.url)?.[1] ?? 'flow');
  const known = new Map<string, { readonly fields: Set<string>; readonly unique: Set<string> }>();

  return {
    async collection<D extends Document>(name: string, indexes: readonly IndexSpec[]) {
      if (!NAME.test(name)) throw new TypeError(`A collection is named by letters, digits, - and _; ${name} is not.`);
      for (const spec of indexes) await makeIndex(ask, db, name, spec);
      const indexed = known.get(name) ?? { fields: new Set(), unique: new Set() };
      known.set(name, indexed);
      for (const { fields, unique = false } of indexes) {
        for (const field of fields) {
          indexed.fields.add(field);
          if (unique) indexed.unique.add(field);
        }
      }
      return collectionOn<D>({ name, collection: db.collection<Document>(name), indexed, ask });
    },
    drop: async (name) => drop(ask, db, name),
    async dropAll(prefix) {
      const names = await ask({ collection: prefix, what: `the drop of ${prefix}`, writes: true }, async () =>
        db.listCollections({}, { nameOnly: true }).toArray(),
      );
      for (const { name } of names) if (name.startsWith(prefix)) await drop(ask, db, name);
    },
    giveUp: () => calls.giveUp(),
    async close() {
      calls.close();
      await noLongerThan(CLOSES_WITHIN_MS, client.close());
    },
  };
}

const drop = async (ask: Ask, db: Db, name: string): Promise<void> =>
  ask({ collection: name, what: `the drop of ${name}`, writes: true }, async () => {
    await db.dropCollection(name).catch((error: unknown) => {
      if (!(error instanceof MongoServerError && wasNotThere(error))) throw error;
    });
  });

const wasNotThere = ({ code, message }: MongoServerError): boolean =>
  code === NO_SUCH_COLLECTION || message === NO_SUCH_COLLECTION_WORDS;

async function makeIndex(ask: Ask, db: Db, name: string, { fields, unique = false }: IndexSpec): Promise<void> {
  if (fields.length === 0) throw new TypeError(`An index of ${name} needs field names; none is not one.`);
  for (const field of fields) partsOf(field);
  const keys = Object.fromEntries(fields.map((field) => [field, 1]));
  await ask({ collection: name, what: `an index of ${name}`, writes: true }, async () =>
    db.collection(name).createIndex(keys, { unique }),
  );
}
