import { loadConfig } from '@flow/platform/config/load-config';
import type { EngineAddresses } from '@flow/platform/engines/engine-addresses';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import { WrongUse } from '@flow/platform/values/wrong-use';
import { parseArgs } from 'node:util';
import { confirm } from '../commands/confirm';
import { runCommand } from '../commands/run-command';
import { say } from '../commands/terminal';
import { appConfig, type AppConfig } from '../product/app-config';
import { erasuresFileIn } from '../product/erasures-file';
import { declarePutBack } from './declare-put-back';
import { bringErasures, keepErasures } from './engine-erasures';
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
                                   whether they show it by themselves, and asks first, unless --yes says that you mean it
npm run backup -- keep-erasures FILE
                                   adds to FILE what the document store of real engines knows of erasures and FILE does not:
                                   before that store is put back, and with every backup; - writes to the pipe
npm run backup -- bring-erasures FILE
                                   gives such a file, or an erasures.log, to the document store: the next start of patients
                                   erases again whoever the event store no longer knows as erased; - reads from the pipe`;

/** What takes a folder or a file, and no option. */
const WITH_PLACE = ['make', 'keep-erasures', 'bring-erasures'] as const;

type Asked =
  | { readonly what: 'put-back'; readonly yes: boolean }
  | { readonly what: (typeof WITH_PLACE)[number]; readonly place: string }
  | { readonly what: 'restore'; readonly place: string; readonly erasures: string | undefined };

function asked(args: readonly string[]): Asked {
  try {
    const options = { erasures: { type: 'string' }, yes: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [what, place, ...more] = positionals;
    const { erasures, yes } = values;
    if (what === 'put-back' && place === undefined && erasures === undefined) return { what, yes };
    if (place === undefined || more.length > 0 || yes) throw new WrongUse(USAGE);
    if (what === 'restore') return { what, place, erasures };
    const simple = WITH_PLACE.find((name) => name === what);
    if (simple !== undefined && erasures === undefined) return { what: simple, place };
  } catch {
    // An option that there is not: told below, as every other wrong use.
  }
  throw new WrongUse(USAGE);
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

const APPLIED =
  'The next start of patients applies them: one that runs has to be started again, and until then those people stay visible.';

/** The other half of what a restore brings back: that those who were erased are not among them. */
function erasedIn({ told }: KnownErasures, { dataDir, engines }: AppConfig): string {
  if (told === undefined) {
    const how = engines === undefined ? `put it into ${dataDir} before the start` : 'run this again with --erasures';
    return `Who was erased since is erased again only where the old erasures.log is given: ${how}.`;
  }
  const holds = `${told.file} holds ${counted(told.count)}`;
  if (engines === undefined) return `${holds}, applied again at the start.`;
  return `${holds}, given to the document store. ${APPLIED}`;
}

function enginesOf({ engines, dataDir }: AppConfig): EngineAddresses {
  if (engines !== undefined) return engines;
  throw new OperatorError(
    `Embedded engines keep erasures in ${erasuresFileIn(dataDir)}, which is in every backup. Where servers hold the stores, give this command their settings.`,
  );
}

async function keep(config: AppConfig, file: string): Promise<number> {
  const count = await keepErasures(enginesOf(config), file);
  if (file !== '-') say(`${file} holds ${counted(count)} that the document store knows of.`);
  return 0;
}

async function bring(config: AppConfig, file: string): Promise<number> {
  const count = await bringErasures(enginesOf(config), file);
  say(`The document store was given ${counted(count)}. ${APPLIED}`);
  return 0;
}

const OWN_TOOLS =
  'Real engines are backed up by their own tools: “Back up real engines” in docs/operations.md says what to keep and how. Who was erased is kept by npm run backup -- keep-erasures FILE.';

async function make(config: AppConfig, folder: string): Promise<number> {
  if (config.engines !== undefined) throw new OperatorError(OWN_TOOLS);
  await makeBackup(config, folder, systemClock.now());
  say(
    `${config.dataDir} is backed up in ${folder}. Whoever has it has every patient and the site key: guard it alike.`,
  );
  return 0;
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

async function backup(args: readonly string[]): Promise<number> {
  const told = asked(args);
  const config = loadConfig(appConfig, process.env);
  switch (told.what) {
    case 'put-back':
      return sayPutBack(config, told.yes);
    case 'make':
      return make(config, told.place);
    case 'restore':
      return restore(config, told.place, told.erasures);
    case 'keep-erasures':
      return keep(config, told.place);
    case 'bring-erasures':
      return bring(config, told.place);
  }
}

runCommand('The backup', backup, { usage: USAGE });
