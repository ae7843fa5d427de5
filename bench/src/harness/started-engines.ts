import type { RunningEngine } from '@flow/engines/engine';
import { eventStoreStandIn } from '@flow/engines/event-store/engine';
import { kafka } from '@flow/engines/kafka/kafka';
import { mongodb } from '@flow/engines/mongodb/mongodb';
import type { Engines } from '@flow/platform/engines/engines';
import { openRealEngines } from '@flow/platform/engines/real-engines';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which program each of them really is. */
export const STARTED = [eventStoreStandIn, kafka, mongodb].map(({ what }) => what).join('; ');

/** Engines of processes of their own, started with nothing in them, and stopped when they are closed. */
export async function openStartedEngines(folder: string): Promise<Engines> {
  mkdirSync(folder, { recursive: true });
  const siteKeyFile = join(folder, 'site.key');
  writeFileSync(siteKeyFile, randomBytes(32));
  const running: RunningEngine[] = [];
  const stop = async (): Promise<void> => {
    await Promise.allSettled(running.map(async (engine) => engine.stop()));
  };
  try {
    for (const engine of [eventStoreStandIn, kafka, mongodb]) {
      await engine.install(() => undefined);
      running.push(await engine.start({ folder: join(folder, engine.name) }));
    }
    const [events, brokers, documents] = running.map(({ url }) => url);
    const addresses = {
      eventStore: { text: events ?? '' },
      inbox: { text: events ?? '' },
      kafka: { brokers: [brokers ?? ''], tls: false, copies: 1 },
      mongodb: { text: documents ?? '' },
      siteKeyFile,
    };
    const engines = await openRealEngines({ addresses, log: silentLog, metrics: createMetrics() });
    return {
      ...engines,
      async close() {
        await engines.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
