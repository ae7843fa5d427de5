import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openMongoDocuments,
  type MongoDocuments,
  type MongoOptions,
} from '@flow/platform/documents/mongodb/mongo-documents';
import type { RunningEngine } from '@flow/engines/engine';
import { mongodb } from '@flow/engines/mongodb/mongodb';
import { MongoClient } from 'mongodb';

/** A server for documents, and in it a database of this test alone, which goes at the end. */
export interface DocumentServer {
  readonly url: string;
  documents(options?: Partial<MongoOptions>): MongoDocuments;
  remove(): Promise<void>;
}

/** The stand-in of this test alone, which can be broken. */
export interface RunningStandIn extends DocumentServer {
  kill(): void;
  /** On the folder and port that it had. */
  restart(): Promise<void>;
  /** Keeps its file as it is now, and puts that back; while it is down. */
  keepCopy(): Promise<void>;
  putBack(): Promise<void>;
}

const opening =
  (url: string, database: string): DocumentServer['documents'] =>
  (options = {}) =>
    openMongoDocuments({ url, database, ...options });

export async function startStandIn(): Promise<RunningStandIn> {
  const folder = await mkdtemp(join(tmpdir(), 'flow-mongodb-'));
  await mongodb.install(() => undefined);
  const file = join(folder, 'documents.mv');
  let running: RunningEngine = await mongodb.start({ folder });
  return {
    url: running.url,
    documents: opening(running.url, 'flow'),
    kill: () => running.kill(),
    async restart() {
      running = await mongodb.start({ folder, port: Number(new URL(running.url).port) });
    },
    keepCopy: async () => copyFile(file, `${file}.kept`),
    putBack: async () => copyFile(`${file}.kept`, file),
    async remove() {
      running.kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The server that MONGODB_URL names. */
export function existingServer(url: string): DocumentServer {
  const database = `flow-test-${randomUUID()}`;
  return {
    url,
    documents: opening(url, database),
    async remove() {
      const client = new MongoClient(url);
      try {
        await client.db(database).dropDatabase();
      } finally {
        await client.close();
      }
    },
  };
}
