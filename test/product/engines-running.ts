import type { Engine, RunningEngine } from '@flow/engines/engine';
import { eventStoreStandIn } from '@flow/engines/event-store/engine';
import { kafka } from '@flow/engines/kafka/kafka';
import { mongodb } from '@flow/engines/mongodb/mongodb';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ENGINES = { eventStore: eventStoreStandIn, kafka, mongodb } as const;
/** `inboxStore`: an event store of its own for the inbox, which runs where a test gives it. */
export type EngineName = keyof typeof ENGINES | 'inboxStore';
/** Programs other than those that run of themselves. */
export type OtherEngines = Partial<Record<EngineName, Engine>>;

type EventStoreName = 'eventStore' | 'inboxStore';

/** The engines of one test, on ports that the system chose, in a folder that goes with them. */
export interface RunningEngines {
  readonly folder: string;
  of(name: EngineName): RunningEngine;
  /** SIGKILL, and a start on the same port and data, or on what was made of them while it was down. */
  restart(name: EngineName, meanwhile?: () => Promise<void>): Promise<void>;
  /** Keeps what an event store holds now, and puts that back, which starts it anew: the one of the events unless another is named. */
  keepEvents(store?: EventStoreName): Promise<void>;
  putEventsBack(store?: EventStoreName): Promise<void>;
  /** What a process of the product is told. */
  env(over?: Partial<Record<EngineName, string>>): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export const portOf = (url: string): number => Number(/:(\d+)(?:[/?]|$)/.exec(url)?.[1]);

export async function startEngines(others: OtherEngines = {}): Promise<RunningEngines> {
  const programs: OtherEngines = { ...ENGINES, ...others };
  const folder = await mkdtemp(join(tmpdir(), 'flow-engines-'));
  const siteKey = join(folder, 'site.key');
  await writeFile(siteKey, randomBytes(32));
  const logOf = (store: EventStoreName): string => join(folder, store, 'events.log');
  const running = new Map<EngineName, RunningEngine>();
  const start = async (name: EngineName, port?: number): Promise<void> => {
    const engine = programs[name];
    if (engine === undefined) throw new Error(`There is no ${name} here.`);
    await engine.install(() => undefined);
    running.set(name, await engine.start({ folder: join(folder, name), ...(port !== undefined && { port }) }));
  };
  const engines: RunningEngines = {
    folder,
    of(name) {
      const found = running.get(name);
      if (found === undefined) throw new Error(`${name} does not run.`);
      return found;
    },
    async restart(name, meanwhile = () => Promise.resolve()) {
      const { url } = engines.of(name);
      engines.of(name).kill();
      await meanwhile();
      await start(name, portOf(url));
    },
    keepEvents: async (store = 'eventStore') => copyFile(logOf(store), `${logOf(store)}.kept`),
    putEventsBack: async (store = 'eventStore') =>
      engines.restart(store, async () => copyFile(`${logOf(store)}.kept`, logOf(store))),
    env: (over = {}) => ({
      KURRENTDB_URL: over.eventStore ?? engines.of('eventStore').url,
      ...(running.has('inboxStore') && { INBOX_STORE_URL: over.inboxStore ?? engines.of('inboxStore').url }),
      KAFKA_BROKERS: over.kafka ?? engines.of('kafka').url,
      KAFKA_COPIES: '1',
      MONGODB_URL: over.mongodb ?? engines.of('mongodb').url,
      SITE_KEY_FILE: siteKey,
    }),
    async stop() {
      await Promise.allSettled([...running.values()].map(async (engine) => engine.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    for (const name of Object.keys(programs)) await start(name as EngineName);
    return engines;
  } catch (error) {
    await engines.stop();
    throw error;
  }
}
