import { OperatorError } from '@flow/platform/values/operator-error';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askedOf } from '../asked';
import { runEngines } from '../command';
import { productProcesses, startProcesses } from '../product-processes';
import { REGISTRY } from '../registry';
import { runningIn } from '../remembered';

const write = (line: string): void => void process.stdout.write(`${line}\n`);

/** The key of a folder that is tried out; a site names its own by SITE_KEY_FILE. */
function siteKeyIn(folder: string): string {
  const file = join(folder, 'site.key');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return file;
}

async function addresses(data: string): Promise<Readonly<Record<string, string>>> {
  const env = process.env;
  const found: Record<string, string> = { SITE_KEY_FILE: env['SITE_KEY_FILE'] ?? siteKeyIn(data) };
  for (const { engine, variable } of REGISTRY) {
    const url = env[variable] ?? (await runningIn(join(data, engine.name)))?.url;
    if (url !== undefined) found[variable] = url;
  }
  // One broker holds each message where the broker is ours.
  return env['KAFKA_BROKERS'] === undefined ? { ...found, KAFKA_COPIES: '1' } : found;
}

/** The product on engines of their own, each service a process of its own, until it is stopped or one of them ends. */
async function start(): Promise<void> {
  const args = process.argv.slice(2);
  const { data } = askedOf(
    args,
    REGISTRY.map(({ engine }) => engine.name),
  );
  await runEngines({ args, env: process.env, registry: REGISTRY, write });
  const running = startProcesses(productProcesses(await addresses(data), join(data, 'product')), process.env, write);
  const signal = new Promise<number>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve(0));
  });
  process.exitCode = await Promise.race([signal, running.ended]);
  await running.stop();
  write('The product is stopped. The engines go on: npm run engines -- --stop ends them.');
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof OperatorError ? error.message : `The start failed: ${String(error)}`}\n`);
  process.exitCode = 1;
});
