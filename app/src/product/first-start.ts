import { corporaPartner } from '@flow/ipm/adapters/partners/corpora-partner';
import { placesCsv } from '@flow/ipm/adapters/partners/change-places';
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

function checked(folder: string, partners?: ReadonlySet<string>): Hospital {
  const hospital = readHospital(folder, partners);
  if (hospital.faults.length === 0) return hospital;
  throw new OperatorError(`The hospital in ${folder} has faults:\n${faultLines(hospital.faults).join('\n')}`);
}

/**
 * The hospital of a data folder. The first start copies it there and sets it up; later changes are imported.
 * Throws OperatorError with every fault by file and line, before anything is copied.
 */
export function hospitalOf({
  dataDir,
  hospitalDir,
  partnersDir,
}: Pick<AppConfig, 'dataDir' | 'hospitalDir' | 'partnersDir'>): Hospital {
  const kept = join(dataDir, 'hospital');
  if (existsSync(kept)) return checked(kept);
  const from = hospitalDir ?? DEMONSTRATION;
  const hospital = checked(from, partnersOf(partnersDir));
  copyFolder(from, kept);
  return hospital;
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
  { partnersDir: folder, mllpPorts }: Pick<AppConfig, 'partnersDir' | 'mllpPorts'>,
  hospital: Hospital,
): void {
  if (existsSync(folder)) return;
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
