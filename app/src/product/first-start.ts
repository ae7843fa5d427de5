import { corporaPartner } from '@flow/ipm/adapters/partners/corpora-partner';
import { placesCsv } from '@flow/ipm/adapters/partners/change-places';
import type { Log } from '@flow/platform/telemetry/log';
import { OperatorError } from '@flow/platform/values/operator-error';
import { existsSync, mkdirSync, readdirSync, copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultLines } from '../setup/fault-lines';
import { readHospital, type Hospital } from '../setup/read-hospital';
import { placeOf } from '../setup/place-of';
import type { AppConfig } from './app-config';

const DEMONSTRATION = join(__dirname, '..', '..', '..', 'demo', 'hospital');

/** Everything in it, or nothing: copied beside and renamed. */
function copyFolder(from: string, to: string): void {
  const beside = `${to}.new`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  for (const name of readdirSync(from).filter((each) => each.endsWith('.csv'))) {
    copyFileSync(join(from, name), join(beside, name));
  }
  renameSync(beside, to);
}

function checked(folder: string, partners: ReadonlySet<string>): Hospital {
  const hospital = readHospital(folder, partners);
  if (hospital.faults.length === 0) return hospital;
  throw new OperatorError(`The hospital in ${folder} has faults:\n${faultLines(hospital.faults).join('\n')}`);
}

const keptIn = (dataDir: string): string => join(dataDir, 'hospital');

const copyFault = (dataDir: string, { faults }: Hospital, told: string): OperatorError =>
  new OperatorError(`The hospital in ${keptIn(dataDir)} has faults${told}\n${faultLines(faults).join('\n')}`);

/** Throws OperatorError where a copy has faults that cannot be done without: `because` it is needed. */
export function refuseFaultyCopy(dataDir: string, hospital: Hospital, because: string): void {
  if (hospital.faults.length === 0) return;
  const remedy = 'Put its files right, or remove it and start with HOSPITAL_DIR=FOLDER, the hospital’s own folder.';
  throw copyFault(dataDir, hospital, `, and ${because}. ${remedy}`);
}

type Folders = Pick<AppConfig, 'dataDir' | 'hospitalDir' | 'partnersDir'>;

/** A hospital that was read, and is to be kept in the data folder once the start goes on. */
interface Keeping {
  readonly hospital: Hospital;
  readonly keep: () => void;
}

function readOrKept({ dataDir, hospitalDir, partnersDir }: Folders): Keeping {
  const kept = keptIn(dataDir);
  if (existsSync(kept)) return { hospital: readHospital(kept), keep: () => undefined };
  const from = hospitalDir ?? DEMONSTRATION;
  return { hospital: checked(from, partnersOf(partnersDir)), keep: () => copyFolder(from, kept) };
}

/**
 * The hospital of a data folder. The first start copies it there and sets it up; later changes are imported. Throws OperatorError
 * with every fault by file and line, before anything is copied; the copy is read with its faults, since what was set up is stored
 * elsewhere.
 */
export function hospitalOf(folders: Folders): Hospital {
  const { hospital, keep } = readOrKept(folders);
  keep();
  return hospital;
}

/**
 * The same, told of what its copy lacks while the product goes on from what is stored. `keep` copies it, and makes the partners'
 * folder: of a start that is refused before, nothing stays.
 */
export function hospitalAtStart(config: AppConfig, log: Log): Keeping {
  const { hospital, keep } = readOrKept(config);
  if (hospital.faults.length > 0) {
    const remedy = 'Import the hospital from its own folder, changed or not: npm run setup -- import FOLDER.';
    const error = copyFault(config.dataDir, hospital, `. ${remedy}`);
    log.warn('The copy of the hospital’s files has faults: what is stored goes on without it.', { error });
  }
  return {
    hospital,
    keep() {
      keep();
      ensurePartners(config, hospital);
    },
  };
}

/** Those that have a file, or will have one by the first start. */
const partnersOf = (folder: string): ReadonlySet<string> =>
  new Set(
    existsSync(folder)
      ? readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []))
      : ['ipm', 'corpora'],
  );

const PLACES_FILE = 'ipm-places.csv';

/** A PAS of its own for each: `ipm` as a hospital's would be, `corpora` for public test messages, which say what they like. */
const partnerFiles = (ports: AppConfig['mllpPorts'], mapped: boolean) => ({
  ipm: {
    name: 'ipm',
    listen: { port: ports.ipm },
    hospitalNumber: { authority: 'RXX', toldAs: ['RXX', 'NGH', 'SMH'], types: ['HOSP', 'MR', 'PI'] },
    ...(mapped && { location: { placesFile: PLACES_FILE } }),
  },
  corpora: corporaPartner(ports.corpora),
});

/** Writes the partners' folder where there is none yet: what a site has written is never touched. */
export function ensurePartners(
  { dataDir, partnersDir: folder, mllpPorts }: Pick<AppConfig, 'dataDir' | 'partnersDir' | 'mllpPorts'>,
  hospital: Hospital,
): void {
  if (existsSync(folder)) return;
  refuseFaultyCopy(dataDir, hospital, `${folder}, which is made from them, is not there`);
  const beside = `${folder}.new`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  const ours = hospital.locations.filter(({ partner }) => partner === 'ipm');
  const { ipm, corpora } = partnerFiles(mllpPorts, ours.length > 0);
  if (ours.length > 0) writeFileSync(join(beside, PLACES_FILE), placesCsv(ours.map(placeOf)));
  writeFileSync(join(beside, 'ipm.json'), `${JSON.stringify(ipm, null, 2)}\n`);
  writeFileSync(join(beside, 'corpora.json'), `${JSON.stringify(corpora, null, 2)}\n`);
  renameSync(beside, folder);
}
