import type { Engine, RunningEngine } from '@flow/engines/engine';
import { eventStoreStandIn } from '@flow/engines/event-store/engine';
import { kafka } from '@flow/engines/kafka/kafka';
import { mongodb } from '@flow/engines/mongodb/mongodb';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ENGINES = { eventStore: eventStoreStandIn, kafka, mongodb } as const;
export type EngineName = keyof typeof ENGINES;

/** The engines of one test, on ports that the system chose, in a folder that goes with them. */
export interface RunningEngines {
  readonly folder: string;
  of(name: EngineName): RunningEngine;
  /** SIGKILL, and a start on the same port and data, or on what was made of them while it was down. */
  restart(name: EngineName, meanwhile?: () => Promise<void>): Promise<void>;
  /** Keeps what the event store holds now, and puts that back, which starts it anew. */
  keepEvents(): Promise<void>;
  putEventsBack(): Promise<void>;
  /** What a process of the product is told. */
  env(over?: Partial<Record<EngineName, string>>): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export const portOf = (url: string): number => Number(/:(\d+)(?:[/?]|$)/.exec(url)?.[1]);

export async function startEngines(others: Partial<Record<EngineName, Engine>> = {}): Promise<RunningEngines> {
  const programs = { ...ENGINES, ...others };
  const folder = await mkdtemp(join(tmpdir(), 'flow-engines-'));
  const siteKey = join(folder, 'site.key');
  await writeFile(siteKey, randomBytes(32));
  const log = join(folder, 'eventStore', 'events.log');
  const running = new Map<EngineName, RunningEngine>();
  const start = async (name: EngineName, engine: Engine, port?: number): Promise<void> => {
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
      await start(name, programs[name], portOf(url));
    },
    keepEvents: async () => copyFile(log, `${log}.kept`),
    putEventsBack: async () => engines.restart('eventStore', async () => copyFile(`${log}.kept`, log)),
    env: (over = {}) => ({
      KURRENTDB_URL: over.eventStore ?? engines.of('eventStore').url,
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
    for (const [name, engine] of Object.entries(programs)) await start(name as EngineName, engine);
    return engines;
  } catch (error) {
    await engines.stop();
    throw error;
  }
}
