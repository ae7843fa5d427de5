import type { CanonicalOrder } from './ids';
import type { NhsNumber, NhsNumberStatus } from './nhs-number';

/** A number and who issued it: unique only together. */
export interface Identifier {
  readonly authority: string;
  readonly value: string;
  readonly type?: string;
}

/** NHS Data Dictionary, PERSON STATED GENDER CODE: 1 male, 2 female, 9 indeterminate, X not known. */
export type Sex = '1' | '2' | '9' | 'X';

/** Reported by a local NHS body, or registered. */
export type DeathNotification = 'informal' | 'formal';

/** Everything that is told of a person. Dates are London calendar dates, `2026-01-31`. */
export interface Details {
  readonly nhsNumber: NhsNumber;
  readonly nhsNumberStatus: NhsNumberStatus;
  /** Numbers that name the person elsewhere. They are kept and shown; they never identify. */
  readonly otherIdentifiers: readonly Identifier[];
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly title: string;
  readonly birthDate: string;
  readonly sex: Sex;
  readonly address: readonly string[];
  readonly postcode: string;
  readonly phoneHome: string;
  readonly phoneMobile: string;
  readonly email: string;
  readonly gpPractice: string;
  readonly gp: string;
  readonly deceased: boolean;
  /** An instant or a London date, as it was told. */
  readonly deceasedAt: string;
  readonly deathNotification: DeathNotification;
  readonly ethnicCategory: string;
  readonly language: string;
  readonly shielded: boolean;
}
export type DetailField = keyof Details;
export type DetailValue = Details[DetailField];

export const DETAIL_FIELDS: readonly DetailField[] = [
  'nhsNumber',
  'nhsNumberStatus',
  'otherIdentifiers',
  'family',
  'given',
  'middle',
  'title',
  'birthDate',
  'sex',
  'address',
  'postcode',
  'phoneHome',
  'phoneMobile',
  'email',
  'gpPractice',
  'gp',
  'deceased',
  'deceasedAt',
  'deathNotification',
  'ethnicCategory',
  'language',
  'shielded',
];

/** HL7's three states of a field: absent is not told, null deletes (HL7 `""`), a value sets (HL7 v2.4 §2.10). */
export type Telling = { readonly [Field in DetailField]?: Details[Field] | null };

/** What a field holds, and the telling that set it. Null: a telling deleted it. */
export interface Entry {
  readonly value: DetailValue | null;
  readonly order: CanonicalOrder;
}
export type Entries = { readonly [Field in DetailField]?: Entry };

export interface Difference {
  /** Told newer, and other than what was held. */
  readonly set: Telling;
  /** Told newer, and the same as what was held: an older telling of another value must lose to it. */
  readonly confirmed: readonly DetailField[];
}

/** What a telling changes: fields whose held telling is older. An older telling changes nothing. */
export function differenceOf(entries: Entries, telling: Telling, order: CanonicalOrder): Difference {
  const set: Record<string, DetailValue | null> = {};
  const confirmed: DetailField[] = [];
  for (const field of DETAIL_FIELDS) {
    const value = telling[field];
    if (value === undefined) continue;
    const held = entries[field];
    if (held !== undefined && sameValue(held.value, value)) {
      if (order > held.order) confirmed.push(field);
    } else if (held === undefined || isNewer({ value, order }, held)) {
      set[field] = value;
    }
  }
  return { set, confirmed };
}

/** The entries after a difference was recorded. */
export function withDifference(entries: Entries, { set, confirmed }: Difference, order: CanonicalOrder): Entries {
  const next: { [Field in DetailField]?: Entry } = { ...entries };
  for (const field of DETAIL_FIELDS) {
    const value = set[field];
    if (value !== undefined) next[field] = { value, order };
  }
  for (const field of confirmed) {
    const held = entries[field];
    if (held !== undefined) next[field] = { value: held.value, order };
  }
  return next;
}

/** Two values under one order (a partner that used a message id twice) are settled by their text, whichever came first. */
export const isNewer = (entry: Entry, than: Entry): boolean =>
  entry.order === than.order ? textOf(entry.value) > textOf(than.value) : entry.order > than.order;

const sameValue = (a: DetailValue | null, b: DetailValue | null): boolean => textOf(a) === textOf(b);
const textOf = (value: DetailValue | null): string => JSON.stringify(value);
