import { readHospital } from '@flow/app/setup/read-hospital';
import { join } from 'node:path';
import { hospitalDays, publicMessages } from '../peers/messages';

/** What is mutated: the public messages, and three days of the small hospital. */
export function fuzzCorpus(): readonly Buffer[] {
  const days = hospitalDays(readHospital(join(__dirname, '..', 'data', 'small-hospital')), 3);
  return [...publicMessages(), ...days].map(({ bytes }) => bytes);
}
