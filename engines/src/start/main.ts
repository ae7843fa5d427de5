import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isHelpAsked, WRONG_USE, WrongUse } from '@flow/platform/values/wrong-use';
import { dataAskedOf, START_USAGE } from '../asked';
import { runEngines } from '../command';
import { innerPorts, productProcesses, startProcesses } from '../product-processes';
import { REGISTRY } from '../registry';
import { runningIn } from '../remembered';
import { sentenceOf } from '../sentence';
import { toldToEnd } from '../told-to-end';

const write = (line: string): void => void process.stdout.write(`${line}\n`);

/** The key of a folder that is tried out; a site names its own by SITE_KEY_FILE. */
function siteKeyIn(folder: string): string {
  const file = join(folder, 'site.key');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return file;
}

function addresses(data: string): Readonly<Record<string, string>> {
  const env = process.env;
  const found: Record<string, string> = { SITE_KEY_FILE: env['SITE_KEY_FILE'] ?? siteKeyIn(data) };
  for (const { engine, variable } of REGISTRY) {
    const url = env[variable] ?? runningIn(join(data, engine.name))?.url;
    if (url !== undefined) found[variable] = url;
  }
  // One broker holds each message where the broker is ours.
  return env['KAFKA_BROKERS'] === undefined ? { ...found, KAFKA_COPIES: '1' } : found;
}

/** The product on engines of their own, each service a process of its own, until it is stopped or one of them ends. */
async function start(): Promise<void> {
  const args = process.argv.slice(2);
  if (isHelpAsked(args)) {
    write(START_USAGE);
    return;
  }
  const data = resolve(
    dataAskedOf(
      args,
      REGISTRY.map(({ engine }) => engine.name),
    ),
  );
  const signal = toldToEnd();
  await runEngines({ args, env: process.env, registry: REGISTRY, write, signal });
  const folder = join(data, 'product');
  const processes = productProcesses(addresses(data), folder, await innerPorts());
  write(
    `Commands in another terminal find the product by its folder: DATA_DIR=${join(folder, 'gateway')} npm run board`,
  );
  const running = startProcesses(processes, process.env, write);
  const told = signal.aborted ? undefined : once(signal, 'abort').then(() => undefined);
  const ended = await Promise.race([told, running.ended]);
  if (ended)
    write(`${ended.service} ${ended.how}. The others are stopped with it: nothing here starts a service anew.`);
  process.exitCode = ended?.code ?? 0;
  await running.stop();
  write('The product is stopped. The engines go on: npm run engines -- --stop ends them.');
}

start().catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error, 'The start failed')}\n`);
  process.exit(error instanceof WrongUse ? WRONG_USE : 1);
});
