import { bedsConfig } from '@flow/beds/config';
import { ipmConfig } from '@flow/ipm/config';
import { patientsConfig } from '@flow/patients/config';
import { loadConfig } from '@flow/platform/config/load-config';
import { OperatorError } from '@flow/platform/values/operator-error';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { withProductGraph } from '../commands/product-graph';
import { runCommand } from '../commands/run-command';
import { appConfig } from '../product/app-config';
import { faultLines } from './fault-lines';
import { importHospital } from './import-hospital';
import { readHospital } from './read-hospital';

const USAGE = `Use: npm run setup -- import FOLDER [--dry-run] [--yes]
  import     brings the hospital to the CSV files of a folder: says what would be otherwise, asks, and does it
  --dry-run  says it, and changes nothing
  --yes      does not ask`;

function readArguments(args: readonly string[]) {
  try {
    const options = { 'dry-run': { type: 'boolean' }, yes: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, folder, ...more] = positionals;
    if (command !== 'import' || folder === undefined || more.length > 0) throw new Error('A wrong use.');
    return { folder, dryRun: values['dry-run'] === true, yes: values.yes === true };
  } catch (cause) {
    throw new OperatorError(USAGE, { cause });
  }
}

async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new OperatorError(`${question} Nobody can be asked here: say --yes.`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

runCommand('The import', async (args) => {
  const { folder, dryRun, yes } = readArguments(args);
  const config = loadConfig(appConfig, process.env, [patientsConfig, bedsConfig, ipmConfig]);
  const hospital = readHospital(folder);
  if (hospital.faults.length > 0)
    throw new OperatorError(`The files in ${folder} have faults:\n${faultLines(hospital.faults).join('\n')}`);
  const files = { from: folder, kept: join(config.dataDir, 'hospital') };
  const confirm = yes ? () => Promise.resolve(true) : ask;
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  await withProductGraph({ config, env: process.env, role: 'administrator' }, async (graph) =>
    importHospital(graph, hospital, { files, dryRun, confirm, say }),
  );
  return 0;
});
