import {
  isNewer,
  type DeathNotification,
  type DetailField,
  type DetailValue,
  type Entry,
  type Identifier,
  type Sex,
} from './details';
import { patientId, type CanonicalOrder, type PatientId } from './ids';
import { lineageOf } from './lineage';
import { isNhsNumberStatus, readNhsNumber, type NhsNumber, type NhsNumberStatus } from './nhs-number';
import type { PatientRecord, Records } from './record';

/** A person as known now, out of the records that were merged into one. Null: not known. */
export interface Person {
  readonly patientId: PatientId;
  /** Null while this is the record in use. */
  readonly mergedInto: PatientId | null;
  /** The number in use first, then those of the records merged into it. */
  readonly hospitalNumbers: readonly Identifier[];
  readonly nhsNumber: HeldNhsNumber | null;
  readonly nhsNumberStatus: NhsNumberStatus | null;
  readonly otherIdentifiers: readonly Identifier[];
  readonly name: PersonName;
  readonly birthDate: string | null;
  readonly sex: Sex | null;
  readonly address: readonly string[];
  readonly postcode: string | null;
  readonly phoneHome: string | null;
  readonly phoneMobile: string | null;
  readonly email: string | null;
  readonly gpPractice: string | null;
  readonly gp: string | null;
  readonly death: Death | null;
  readonly ethnicCategory: string | null;
  readonly language: string | null;
  readonly restricted: boolean;
}

export interface PersonName {
  readonly family: string | null;
  readonly given: string | null;
  readonly middle: string | null;
  readonly title: string | null;
}

export interface Death {
  readonly at: string | null;
  readonly notification: DeathNotification;
}

export interface HeldNhsNumber {
  readonly number: NhsNumber;
  /** When this person was first told to have it. */
  readonly firstTold: CanonicalOrder;
}

/** A record of the person and the merges that lie between it and the record in use. */
export interface Member {
  readonly record: PatientRecord;
  readonly merges: readonly CanonicalOrder[];
}

interface Told extends Entry {
  readonly member: Member;
  /** How many merges came after it was told: what the survivor was told itself, or since, goes before what it inherited. */
  readonly behind: number;
}

/** The person that this record is, given all records that its stream knows. */
export function personOf(own: PatientRecord, known: Records): Person {
  const { survivor, members } = familyOf(own, known);
  return describe(own, survivor === own.patientId ? null : survivor, inOrder(members));
}

/** The records that are one person with this one, itself first. Of a record that was merged: itself alone. */
export const recordsOf = (own: PatientRecord, known: Records): readonly PatientRecord[] =>
  membersOf(own, known).map(({ record }) => record);

export const membersOf = (own: PatientRecord, known: Records): readonly Member[] =>
  inOrder(familyOf(own, known).members);

function familyOf(own: PatientRecord, known: Records) {
  const pointerOf = (id: PatientId) => (id === own.patientId ? own.merge : known[id]?.merge);
  const { survivor } = lineageOf(own.patientId, pointerOf);
  const members =
    survivor !== own.patientId
      ? [{ record: own, merges: [] }]
      : [own, ...Object.values(known)]
          .map((record) => ({ record, lineage: lineageOf(record.patientId, pointerOf) }))
          .filter(({ lineage }) => lineage.survivor === own.patientId)
          .map(({ record, lineage }) => ({ record, merges: lineage.merges }));
  return { survivor, members };
}

/** The record in use first, then by number: never by arrival or by our random ids. */
const inOrder = (members: readonly Member[]): readonly Member[] =>
  [...members].sort(
    (a, b) => a.merges.length - b.merges.length || (nameOf(a.record.number) < nameOf(b.record.number) ? -1 : 1),
  );
const nameOf = ({ authority, value }: Identifier): string => `${authority}|${value}`;

function describe(own: PatientRecord, mergedInto: PatientId | null, members: readonly Member[]): Person {
  const groups = new Map(GROUPS.map((group) => [group, currentOf(members, group)]));
  const valueOf = (field: DetailField): DetailValue | null => {
    for (const found of groups.values()) {
      const told = found.get(field);
      if (told !== undefined) return told.value;
    }
    return null;
  };
  const text = (field: DetailField): string | null => asText(valueOf(field));
  const nhs = groups.get(NHS_NUMBER)?.get('nhsNumber');
  return {
    patientId: patientId(own.patientId),
    mergedInto,
    hospitalNumbers: members.map(({ record }) => record.number),
    nhsNumber: nhs === undefined ? null : heldNumber(nhs),
    nhsNumberStatus: statusOf(nhs, groups.get(NHS_STATUS)?.get('nhsNumberStatus')),
    otherIdentifiers: asIdentifiers(valueOf('otherIdentifiers')),
    name: { family: text('family'), given: text('given'), middle: text('middle'), title: text('title') },
    birthDate: text('birthDate'),
    sex: asSex(valueOf('sex')),
    address: asLines(valueOf('address')),
    postcode: text('postcode'),
    phoneHome: text('phoneHome'),
    phoneMobile: text('phoneMobile'),
    email: text('email'),
    gpPractice: text('gpPractice'),
    gp: text('gp'),
    death: deathOf(valueOf('deceased'), text('deceasedAt'), valueOf('deathNotification')),
    ethnicCategory: text('ethnicCategory'),
    language: text('language'),
    restricted: isRestricted(members),
  };
}

type Group = readonly DetailField[];
const NHS_NUMBER: Group = ['nhsNumber'];
const NHS_STATUS: Group = ['nhsNumberStatus'];
/** Fields that are inherited together or not at all: one record's street never stands beside another's postcode. */
const GROUPS: readonly Group[] = [
  NHS_NUMBER,
  NHS_STATUS,
  ['otherIdentifiers'],
  ['family', 'given', 'middle', 'title'],
  ['birthDate'],
  ['sex'],
  ['address', 'postcode'],
  ['phoneHome'],
  ['phoneMobile'],
  ['email'],
  ['gpPractice', 'gp'],
  ['deceased', 'deceasedAt', 'deathNotification'],
  ['ethnicCategory'],
  ['language'],
];

function currentOf(members: readonly Member[], group: Group): ReadonlyMap<DetailField, Told> {
  const told = group.flatMap((field) => members.flatMap((member) => toldBy(member, field)));
  const least = Math.min(...told.map(({ behind }) => behind));
  const current = new Map<DetailField, Told>();
  for (const one of told) {
    if (one.behind !== least) continue;
    const held = current.get(one.field);
    if (held === undefined || isNewer(one, held)) current.set(one.field, one);
  }
  return current;
}

function toldBy(member: Member, field: DetailField): readonly (Told & { readonly field: DetailField })[] {
  const entry = member.record.entries[field];
  if (entry === undefined) return [];
  return [{ ...entry, field, member, behind: member.merges.filter((merge) => merge > entry.order).length }];
}

/** Shielding is inherited as if the merge had told it: it ends only by a word that is newer than the merge. */
function isRestricted(members: readonly Member[]): boolean {
  const words = members.flatMap(({ record, merges }) => {
    const entry = record.entries.shielded;
    if (entry === undefined) return [];
    const shielded = entry.value === true;
    return [{ shielded, order: shielded ? latestOf([entry.order, ...merges]) : entry.order }];
  });
  const latest = latestOf(words.map(({ order }) => order));
  return words.some(({ shielded, order }) => shielded && order === latest);
}

const latestOf = (orders: readonly string[]): string => orders.reduce<string>((a, b) => (a < b ? b : a), '');

function heldNumber({ value, member }: Told): HeldNhsNumber | null {
  const reading = typeof value === 'string' ? readNhsNumber(value) : undefined;
  if (!reading?.valid) return null;
  const firstTold = member.record.nhsNumbersFirstTold[reading.number];
  return firstTold === undefined ? null : { number: reading.number, firstTold };
}

/** A status says nothing of a number that was first told after it, nor of another record's number. */
function statusOf(number: Told | undefined, status: Told | undefined): NhsNumberStatus | null {
  const held = number === undefined ? null : heldNumber(number);
  if (number === undefined || held === null) return asStatus(status?.value ?? null);
  const beside = number.member.record.entries.nhsNumberStatus;
  return beside === undefined || beside.order < held.firstTold ? null : asStatus(beside.value);
}

/** A date of death without an indicator says that the person died; an indicator of no goes before a date. */
function deathOf(deceased: DetailValue | null, at: string | null, notification: DetailValue | null): Death | null {
  if (deceased === false || (deceased !== true && at === null)) return null;
  return { at, notification: notification === 'formal' ? 'formal' : 'informal' };
}

const asText = (value: DetailValue | null): string | null => (typeof value === 'string' && value !== '' ? value : null);
const asStatus = (value: DetailValue | null): NhsNumberStatus | null =>
  typeof value === 'string' && isNhsNumberStatus(value) ? value : null;
const SEXES: readonly Sex[] = ['1', '2', '9', 'X'];
const asSex = (value: DetailValue | null): Sex | null => SEXES.find((sex) => sex === value) ?? null;
const asList = (value: DetailValue | null): readonly (string | Identifier)[] =>
  value === null || typeof value === 'string' || typeof value === 'boolean' ? [] : value;
const asLines = (value: DetailValue | null): readonly string[] =>
  asList(value).flatMap((line) => (typeof line === 'string' ? [line] : []));
const asIdentifiers = (value: DetailValue | null): readonly Identifier[] =>
  asList(value).flatMap((one) => (typeof one === 'string' ? [] : [one]));
