import { loadConfig } from '@flow/platform/config/load-config';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import { runCommand } from '../commands/run-command';
import { appConfig } from '../product/app-config';
import { makeBackup } from './make-backup';
import { restoreBackup } from './restore-backup';
import { restoreIntoEngines } from './restore-into-engines';

const USAGE = `npm run backup -- make FOLDER      backs up the data folder into an empty one, while the product runs or not
npm run backup -- restore FOLDER   puts a backup into an empty data folder, while the product is stopped; with KURRENTDB_URL
                                   and the other engines' settings, into event stores that were never used`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

runCommand('The backup', async ([what, folder, ...more]) => {
  const config = loadConfig(appConfig, process.env);
  if (folder === undefined || more.length > 0 || (what !== 'make' && what !== 'restore'))
    throw new OperatorError(USAGE);
  if (what === 'make') {
    if (config.engines !== undefined)
      throw new OperatorError('Real engines are backed up by their own tools (docs/operations.md).');
    await makeBackup(config, folder, systemClock.now());
    say(
      `${config.dataDir} is backed up in ${folder}. Whoever has it has every patient and the site key: guard it alike.`,
    );
    return 0;
  }
  if (config.engines !== undefined) {
    const from = await restoreIntoEngines(config, config.engines, folder, say);
    say(`The backup of ${from} is in the event store, and its files are in ${config.dataDir}. Start the product: it builds
what it shows from the events, and says in a task what each partner has to send again (npm run ipm, ipmTasks).`);
    return 0;
  }
  const madeAt = await restoreBackup(config, folder);
  say(`The backup of ${madeAt} is in ${config.dataDir}. Start the product: it builds what it shows from the events, and
says in a task what each partner has to send again (npm run ipm, ipmTasks).`);
  return 0;
});
