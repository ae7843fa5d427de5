import { loadConfig } from '@flow/platform/config/load-config';
import { createInterface } from 'node:readline/promises';
import { withProductGraph } from '../commands/product-graph';
import { runCommand } from '../commands/run-command';
import { say } from '../commands/terminal';
import { appConfig } from '../product/app-config';
import { erase, erasingOf } from './erase';

async function confirm(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await asking.question(`${question} [y/N] `)).trim());
  } finally {
    asking.close();
  }
}

async function patients(args: readonly string[]): Promise<number> {
  const erasing = erasingOf(args);
  const config = loadConfig(appConfig, process.env);
  const asking = { config, env: process.env, role: 'ig-officer' } as const;
  return withProductGraph(asking, (graph) => erase(graph, erasing, { say, confirm }));
}

runCommand('The erasure', patients);
