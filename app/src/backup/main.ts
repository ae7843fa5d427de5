import { loadConfig } from '@flow/platform/config/load-config';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import { parseArgs } from 'node:util';
import { runCommand } from '../commands/run-command';
import { appConfig } from '../product/app-config';
import { makeBackup } from './make-backup';
import { restoreBackup } from './restore-backup';
import { restoreIntoEngines } from './restore-into-engines';

const USAGE = `npm run backup -- make FOLDER      backs up the data folder into an empty one, while the product runs or not
npm run backup -- restore FOLDER [--erasures OLD]
                                   puts a backup into an empty data folder, while the product is stopped; with KURRENTDB_URL
                                   and the other engines' settings, into event stores that were never used; OLD is the data
                                   folder before, or its erasures.log: who was erased since the backup is erased again`;

function asked(args: readonly string[]) {
  try {
    const options = { erasures: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [what, folder, ...more] = positionals;
    const isUse = folder !== undefined && more.length === 0;
    if (isUse && what === 'make' && values.erasures === undefined) return { what, folder };
    if (isUse && what === 'restore') return { what, folder, erasures: values.erasures };
  } catch {
    // An option that there is not: told below, as every other wrong use.
  }
  throw new OperatorError(USAGE);
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

runCommand('The backup', async (args) => {
  const config = loadConfig(appConfig, process.env);
  const { what, folder, erasures } = asked(args);
  if (what === 'make') {
    if (config.engines !== undefined)
      throw new OperatorError('Real engines are backed up by their own tools (docs/operations.md).');
    await makeBackup(config, folder, systemClock.now());
    say(
      `${config.dataDir} is backed up in ${folder}. Whoever has it has every patient and the site key: guard it alike.`,
    );
    return 0;
  }
  const folders = { dataDir: config.dataDir, partnersDir: config.partnersDir, erasures };
  const [madeAt, place] =
    config.engines === undefined
      ? [await restoreBackup(folders, folder), 'in']
      : [await restoreIntoEngines(folders, config.engines, folder, say), 'in the event store, and its files are in'];
  say(`The backup of ${madeAt} is ${place} ${config.dataDir}. Start the product: it builds what it shows from the events, and
says in a task what each partner has to send again (npm run ipm, ipmTasks).`);
  if (erasures === undefined)
    say(`Who was erased since is erased again only where the old erasures.log is given: put it into ${config.dataDir}
before the start.`);
  return 0;
});
