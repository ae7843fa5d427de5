import { loadConfig } from '@flow/platform/config/load-config';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import { parseArgs } from 'node:util';
import { confirm } from '../commands/confirm';
import { runCommand } from '../commands/run-command';
import { say } from '../commands/terminal';
import { appConfig, type AppConfig } from '../product/app-config';
import { declarePutBack } from './declare-put-back';
import type { KnownErasures } from './kept-erasures';
import { makeBackup } from './make-backup';
import { restoreBackup } from './restore-backup';
import { restoreIntoEngines } from './restore-into-engines';

const USAGE = `npm run backup -- make FOLDER      backs up the data folder into an empty one, while the product runs or not
npm run backup -- restore FOLDER [--erasures OLD]
                                   puts a backup into an empty data folder, while the product is stopped; with KURRENTDB_URL
                                   and the other engines' settings, into event stores that were never used; OLD is the data
                                   folder before, or its erasures.log: who was erased since the backup is erased again
npm run backup -- put-back [--yes] says of real engines, all of which were put back to the same time, that they were: looks
                                   whether they show it by themselves, and asks first, unless --yes says that you mean it`;

type Asked =
  | { readonly what: 'put-back'; readonly yes: boolean }
  | { readonly what: 'make' | 'restore'; readonly folder: string; readonly erasures?: string | undefined };

function asked(args: readonly string[]): Asked {
  try {
    const options = { erasures: { type: 'string' }, yes: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [what, folder, ...more] = positionals;
    const { erasures, yes } = values;
    if (what === 'put-back' && folder === undefined && erasures === undefined) return { what, yes };
    if (folder === undefined || more.length > 0 || yes) throw new OperatorError(USAGE);
    if (what === 'make' && erasures === undefined) return { what, folder };
    if (what === 'restore') return { what, folder, erasures };
  } catch {
    // An option that there is not: told below, as every other wrong use.
  }
  throw new OperatorError(USAGE);
}

const counted = (orders: number): string =>
  orders === 1 ? 'the order of 1 erasure' : `the orders of ${orders} erasures`;

async function sayPutBack({ engines }: AppConfig, yes: boolean): Promise<number> {
  if (engines === undefined) throw new OperatorError('Embedded engines notice by themselves that they were put back.');
  const said = await declarePutBack(engines, { confirm: yes ? () => Promise.resolve(true) : confirm });
  switch (said.what) {
    case 'noticed':
      say(
        `The event store lacks what the document store knows of: every process notices that by itself, and ends to be started again. Nothing was done, nothing need be said.`,
      );
      return 0;
    case 'declined':
      say('Nothing was done.');
      return 1;
    case 'declared':
      say(
        `The event store lacks what was received since ${said.since}. Start the product, or wait until its processes have started again by themselves: what is shown is built anew, and each partner is asked in a task to send again.`,
      );
      return 0;
  }
}

/** The other half of what a restore brings back: that those who were erased are not among them. */
function erasedIn({ told }: KnownErasures, { dataDir, engines }: AppConfig): string {
  if (told === undefined) {
    const how = engines === undefined ? `put it into ${dataDir} before the start` : 'run this again with --erasures';
    return `Who was erased since is erased again only where the old erasures.log is given: ${how}.`;
  }
  const holds = `${told.file} holds ${counted(told.count)}`;
  if (engines === undefined) return `${holds}, applied again at the start.`;
  return `${holds}, given to the document store. The next start of patients applies them: one that runs has to be started again, and until then those people stay visible.`;
}

async function restore(config: AppConfig, folder: string, erasures: string | undefined): Promise<number> {
  const { dataDir, partnersDir, engines } = config;
  const folders = { dataDir, partnersDir, erasures };
  const [restored, place] =
    engines === undefined
      ? [await restoreBackup(folders, folder), 'in']
      : [await restoreIntoEngines(folders, engines, folder, say), 'in the event store, and its files are in'];
  say(
    restored.already
      ? `The backup of ${restored.madeAt} is in the event store already: no event and no file was copied again.`
      : `The backup of ${restored.madeAt} is ${place} ${dataDir}. Start the product: it builds what it shows from the events, and says in a task what each partner has to send again (npm run ipm, ipmTasks).`,
  );
  say(erasedIn(restored.erasures, config));
  return 0;
}

runCommand('The backup', async (args) => {
  const config = loadConfig(appConfig, process.env);
  const told = asked(args);
  if (told.what === 'put-back') return sayPutBack(config, told.yes);
  const { what, folder, erasures } = told;
  if (what === 'make') {
    if (config.engines !== undefined)
      throw new OperatorError('Real engines are backed up by their own tools (docs/operations.md).');
    await makeBackup(config, folder, systemClock.now());
    say(
      `${config.dataDir} is backed up in ${folder}. Whoever has it has every patient and the site key: guard it alike.`,
    );
    return 0;
  }
  return restore(config, folder, erasures);
});
