import { loadConfig } from '@flow/platform/config/load-config';
import { withProductGraph } from '../commands/product-graph';
import { runCommand } from '../commands/run-command';
import { say, sayFault } from '../commands/terminal';
import { appConfig } from '../product/app-config';
import { USAGE, verify, verifyingOf } from './verify';

/** 0: as it was written. 1: faults were found, or it could not be asked. */
async function audit(args: readonly string[]): Promise<number> {
  const days = verifyingOf(args);
  const config = loadConfig(appConfig, process.env);
  const asking = { config, env: process.env, role: 'ig-officer' } as const;
  const { lines, inOrder } = await withProductGraph(asking, async (graph) => verify(graph, days));
  lines.forEach(inOrder ? say : sayFault);
  return inOrder ? 0 : 1;
}

runCommand('The audit', audit, { usage: USAGE });
