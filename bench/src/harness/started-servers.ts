import type { RunningEngine } from '@flow/engines/engine';
import { REGISTRY } from '@flow/engines/registry';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which program each of them really is. */
export const STARTED = REGISTRY.map(({ engine }) => engine.what).join('; ');

export interface StartedServers {
  /** What a process of the product is told of them. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Engines of processes of their own, started with nothing in them. */
export async function startServers(folder: string): Promise<StartedServers> {
  mkdirSync(folder, { recursive: true });
  const siteKeyFile = join(folder, 'site.key');
  writeFileSync(siteKeyFile, randomBytes(32));
  const running: RunningEngine[] = [];
  const stop = async (): Promise<void> => {
    await Promise.allSettled(running.map(async (engine) => engine.stop()));
  };
  const env: Record<string, string> = { SITE_KEY_FILE: siteKeyFile, KAFKA_COPIES: '1' };
  try {
    for (const { engine, variable } of REGISTRY) {
      await engine.install(() => undefined);
      const started = await engine.start({ folder: join(folder, engine.name) });
      running.push(started);
      env[variable] = started.url;
    }
    return { env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
