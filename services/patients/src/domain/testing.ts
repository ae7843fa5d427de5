import { instant } from '@flow/platform/time/instant';
import type { ReachChange } from './contact';
import type { Telling } from './details';
import { canonicalOrder, patientId, type CanonicalOrder, type PatientId } from './ids';
import { readNhsNumber, type NhsNumber } from './nhs-number';
import type { PatientCommand, PatientEvent } from './patient';

/** Invented patients and words about them, for tests. */
export const at = instant('2026-01-14T08:00:00.000Z');
const idOf = (digit: number): PatientId => patientId(`00000000-0000-4000-8000-00000000000${digit}`);
export const [amal, bryn, cerys] = [idOf(1), idOf(2), idOf(3)];

const numbers: Readonly<Record<string, string>> = { [amal]: 'A100', [bryn]: 'B200', [cerys]: 'C300' };
export const numberOf = (id: PatientId) => ({ authority: 'RXX', value: numbers[id] ?? id.slice(-4) });

/** The canonical order of the nth minute of the morning. */
export const order = (minute: number): CanonicalOrder =>
  canonicalOrder(`2026-01-14T08:${String(minute).padStart(2, '0')}:00.000Z|M${String(minute).padStart(4, '0')}`);

export function nhsNumber(text: string): NhsNumber {
  const reading = readNhsNumber(text);
  if (!reading.valid) throw new RangeError('Not a valid NHS number.');
  return reading.number;
}
export const [firstNumber, secondNumber] = [nhsNumber('9990000018'), nhsNumber('9990000026')];

export const tell = (
  id: PatientId,
  minute: number,
  telling: Telling,
): Extract<PatientCommand, { type: 'TellDetails' }> => ({
  type: 'TellDetails',
  patientId: id,
  number: numberOf(id),
  order: order(minute),
  occurredAt: at,
  telling,
});
export const merge = (retired: PatientId, into: PatientId, minute: number): PatientCommand => ({
  type: 'MergePatient',
  patientId: retired,
  number: numberOf(retired),
  into,
  order: order(minute),
  occurredAt: at,
});
export const unmerge = (minute: number): PatientCommand => ({
  type: 'UnmergePatient',
  order: order(minute),
  occurredAt: at,
});

export const registered = (id: PatientId): PatientEvent => ({
  type: 'PatientRegistered',
  patientId: id,
  number: numberOf(id),
});
export const told = (
  minute: number,
  set: Telling,
  confirmed: readonly (keyof Telling)[] = [],
): Extract<PatientEvent, { type: 'DetailsTold' }> => ({
  type: 'DetailsTold',
  order: order(minute),
  occurredAt: at,
  set,
  confirmed,
});
export const merged = (into: PatientId, minute: number): PatientEvent => ({
  type: 'PatientMerged',
  into,
  order: order(minute),
  occurredAt: at,
});
export const unmerged = (minute: number): PatientEvent => ({
  type: 'PatientUnmerged',
  order: order(minute),
  occurredAt: at,
});

/** What somebody here said at the nth minute. */
export const said = (minute: number, by = 'cleo') => ({ order: order(minute), occurredAt: at, by });
export const consented = (minute: number, consents: ReachChange['consents'], by?: string): PatientEvent => ({
  type: 'ContactRecorded',
  consents,
  points: [],
  ...said(minute, by),
});
