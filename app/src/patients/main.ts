import { loadConfig } from '@flow/platform/config/load-config';
import { confirm } from '../commands/confirm';
import { withProductGraph } from '../commands/product-graph';
import { runCommand } from '../commands/run-command';
import { say } from '../commands/terminal';
import { appConfig } from '../product/app-config';
import { erase, erasingOf, USAGE } from './erase';

async function patients(args: readonly string[]): Promise<number> {
  const erasing = erasingOf(args);
  const config = loadConfig(appConfig, process.env);
  const asking = { config, env: process.env, role: 'ig-officer' } as const;
  return withProductGraph(asking, (graph) =>
    erase(graph, erasing, { say, confirm: async (question) => confirm(question) }),
  );
}

runCommand('The erasure', patients, { usage: USAGE });
