import { isRefusal, NO_REACH } from '../contact';
import type { DetailField, DetailValue, Identifier } from '../details';
import type { PatientId } from '../ids';
import type { KnownRecords } from '../patient';
import { personOf, recordsOf } from '../person';
import type { PatientRecord } from '../record';
import { foldName, foldNumber, foldPhone } from './fold';

/** Before every letter and digit, so that whoever is called Rees comes before Reeson. */
export const KEY_SEPARATOR = '!';
const MOST_NAMES = 6;
/** Fewer digits of a telephone number say nothing of whose it is. */
export const SHORTEST_PHONE = 6;

/** What a key finds by: a name, a birth date and a name, a hospital number, an NHS number, a telephone. */
export type KeyKind = 'n' | 'd' | 'h' | 's' | 't';

export const keyOf = (kind: KeyKind, ...parts: readonly string[]): string => [kind, ...parts].join(KEY_SEPARATOR);

/**
 * Every text under which a person is found, in the order in which those found are shown: what was asked for, surname,
 * forenames, birth date, id. Records merged into this one lead to it; one that was merged has none of its own. Nobody finds a
 * restricted person by telephone, as in PDS.
 */
export function searchKeysOf({ record, noted }: KnownRecords): readonly string[] {
  const person = personOf(record, noted);
  if (person.mergedInto !== null) return [];
  const keys = recordsOf(record, noted).flatMap((one) => keysOfRecord(one, record.patientId));
  return [...new Set(keys)].filter((key) => !person.restricted || !key.startsWith(keyOf('t', ''))).sort();
}

function keysOfRecord(record: PatientRecord, id: PatientId): readonly string[] {
  const text = (field: DetailField): string => textOf(record.entries[field]?.value);
  const family = text('family');
  const given = foldName(`${text('given')}${text('middle')}`);
  const born = text('birthDate');
  const shown = [foldName(family), given, born, id];
  const names = namesIn(family);
  return [
    ...names.map((name) => keyOf('n', name, given, born, id)),
    ...(born === '' ? [] : names.map((name) => keyOf('d', born, name, given, id))),
    ...numbersOf(record).map((number) => keyOf('h', number, ...shown)),
    ...nhsNumbersOf(record).map((number) => keyOf('s', number, ...shown)),
    ...[text('phoneHome'), text('phoneMobile'), ...recordedPhones(record)]
      .map(foldPhone)
      .filter((phone) => phone.length >= SHORTEST_PHONE)
      .map((phone) => keyOf('t', phone, ...shown)),
  ];
}

/** The key under which somebody with these keys, which are in order, is shown for these beginnings. */
export const leastKeyIn = (keys: readonly string[], beginnings: readonly string[]): string | undefined =>
  keys.find((key) => beginnings.some((beginning) => key.startsWith(beginning)));

/** Of what people here recorded, all but letters, visits and e-mail. A number that the patient does not want used finds nobody. */
const NO_PHONES: readonly string[] = ['1', '2', '4'];
const recordedPhones = ({ reach }: PatientRecord): readonly string[] =>
  Object.values((reach ?? NO_REACH).points).flatMap(({ value: { method, value, consent } }) =>
    isRefusal(consent) || NO_PHONES.includes(method) ? [] : [value],
  );

/** The whole surname, and each part of a double one. */
function namesIn(family: string): readonly string[] {
  const parts = family.split(/[\s\-–]+/u).map(foldName);
  const names = [foldName(family), ...(parts.length > 1 ? parts : [])];
  return [...new Set(names)].filter((name) => name !== '').slice(0, MOST_NAMES);
}

/** A record that only an NHS number names has no hospital number. */
const NHS = 'NHS';
const numbersOf = ({ number, entries }: PatientRecord): readonly string[] =>
  [number, ...identifiersIn(entries.otherIdentifiers?.value)]
    .filter(({ authority }) => authority !== NHS)
    .map(({ value }) => foldNumber(value))
    .filter((value) => value !== '');

const nhsNumbersOf = ({ entries }: PatientRecord): readonly string[] => {
  const number = textOf(entries.nhsNumber?.value);
  return number === '' ? [] : [number];
};

const textOf = (value: DetailValue | null | undefined): string => (typeof value === 'string' ? value : '');

const identifiersIn = (value: DetailValue | null | undefined): readonly Identifier[] =>
  Array.isArray(value) ? value.filter((one): one is Identifier => typeof one === 'object') : [];
