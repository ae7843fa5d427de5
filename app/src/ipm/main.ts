import { loadConfig } from '@flow/platform/config/load-config';
import { WrongUse } from '@flow/platform/values/wrong-use';
import { confirm } from '../commands/confirm';
import { withProductGraph } from '../commands/product-graph';
import { runCommand } from '../commands/run-command';
import { say, sayFault } from '../commands/terminal';
import { appConfig } from '../product/app-config';
import { checkConfig } from './check-config';
import { messageCommandOf, USAGE } from './message-arguments';
import { workMessages, type Desk } from './work-messages';

async function check(files: readonly string[]): Promise<number> {
  if (files.length === 0) throw new WrongUse(USAGE);
  const { lines, inOrder } = await checkConfig(files, loadConfig(appConfig, process.env).partnersDir);
  lines.forEach(inOrder ? say : sayFault);
  return inOrder ? 0 : 1;
}

const terminal: Desk = {
  write: say,
  writeText: (line) => (process.stdout.isTTY ? say(line) : void process.stdout.write(`${line}\n`)),
  confirm: async (question) => confirm(question),
};

/** 0: done, or in order. 1: refused, or faults were found. 2: a wrong use, or the product could not be asked. */
async function ipm([command, ...rest]: readonly string[]): Promise<number> {
  if (command === 'check-config') return check(rest);
  const asked = messageCommandOf(command === undefined ? [] : [command, ...rest]);
  const config = loadConfig(appConfig, process.env);
  return withProductGraph({ config, env: process.env, role: 'integration-operator' }, (graph) =>
    workMessages({ ...asked, graph, desk: terminal }),
  );
}

runCommand('The command', ipm, { usage: USAGE, failing: 2 });
