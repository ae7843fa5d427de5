import { bedsConfig } from '@flow/beds/config';
import { ipmConfig } from '@flow/ipm/config';
import { patientsConfig } from '@flow/patients/config';
import { loadConfig } from '@flow/platform/config/load-config';
import { OperatorError } from '@flow/platform/values/operator-error';
import { WrongUse } from '@flow/platform/values/wrong-use';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { confirm } from '../commands/confirm';
import { withProductGraph } from '../commands/product-graph';
import { runCommand } from '../commands/run-command';
import { say } from '../commands/terminal';
import { appConfig, type AppConfig } from '../product/app-config';
import { eventTypes } from './event-types';
import { faultLines } from './fault-lines';
import { importHospital } from './import-hospital';
import { readHospital } from './read-hospital';

const USAGE = `Use: npm run setup -- import FOLDER [--dry-run] [--yes]
     npm run setup -- event-types [--raise]
  import       brings the hospital to the CSV files of a folder: says what would be otherwise, asks, and does it
  --dry-run    says it, and changes nothing
  --yes        does not ask
  event-types  says which instances read which stored events
  --raise      has the newest written from now on, once every instance that lives reads them`;

interface Import {
  readonly folder: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
}

function readArguments(args: readonly string[]): Import | { readonly raise: boolean } {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = { 'dry-run': flag, yes: flag, raise: flag };
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, folder, ...more] = positionals;
    const { 'dry-run': dryRun, yes, raise } = values;
    if (command === 'event-types' && folder === undefined && !dryRun && !yes) return { raise };
    if (command !== 'import' || folder === undefined || more.length > 0 || raise) throw new Error('A wrong use.');
    return { folder, dryRun, yes };
  } catch (cause) {
    throw new WrongUse(USAGE, { cause });
  }
}

async function importFolder(config: AppConfig, { folder, dryRun, yes }: Import): Promise<0 | 1> {
  const hospital = readHospital(folder);
  if (hospital.faults.length > 0)
    throw new OperatorError(`The files in ${folder} have faults:\n${faultLines(hospital.faults).join('\n')}`);
  const files = { from: folder, kept: join(config.dataDir, 'hospital') };
  const sure = async (question: string): Promise<boolean> => yes || confirm(question);
  return withProductGraph({ config, env: process.env, role: 'administrator' }, async (graph) =>
    importHospital(graph, hospital, { files, dryRun, confirm: sure, say }),
  );
}

async function setup(args: readonly string[]): Promise<number> {
  const asked = readArguments(args);
  const config = loadConfig(appConfig, process.env, [patientsConfig, bedsConfig, ipmConfig]);
  if ('raise' in asked) return eventTypes({ config, env: process.env, raise: asked.raise, say });
  return importFolder(config, asked);
}

runCommand('The setup', setup, { usage: USAGE });
