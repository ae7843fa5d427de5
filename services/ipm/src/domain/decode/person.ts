import type { Hl7Message } from '../hl7/message';
import type { Repetition, Segment, Told } from '../hl7/segment';
import type { Warning } from './decoding';
import { codeOf, textOf, told, yesOf } from './code';
import type { Identifiers } from './identifiers';
import { readTime, type TimeRule } from './told-time';
import type { PersonTelling } from './tellings';

export interface DecodedPerson {
  readonly person: PersonTelling;
  readonly warnings: readonly Warning[];
}

/** What a PID segment, and PD1 and ZU8 with it, tell of a person (HL7 v2.4 §3.4.2). */
export function personOf(pid: Segment, beside: Hl7Message, ids: Identifiers, rule: TimeRule): DecodedPerson {
  const birth = birthDateOf(pid.get(7), rule);
  const sex = sexOf(pid.get(8));
  const died = deathOf(pid, rule);
  const person = told({
    hospitalNumber: ids.hospitalNumber,
    nhsNumber: ids.nhsNumber,
    nhsNumberStatus: ids.nhsNumberStatus,
    otherIdentifiers: ids.others.length === 0 ? undefined : ids.others,
    ...nameOf(pid),
    birthDate: birth.date,
    sex: sex.sex,
    ...addressOf(pid),
    ...phonesOf(pid),
    gpPractice: practiceOf(beside),
    gp: codeOf(beside.get('PD1', 4)),
    deceased: yesOf(pid.get(30)),
    deceasedAt: died.at,
    ethnicCategory: codeOf(pid.get(22)),
    language: codeOf(pid.get(15)),
    shielded: yesOf(beside.get('ZU8', 4)),
  });
  const invalid = ids.nhsNumberInvalid ? (['NHS_NUMBER_INVALID'] as const) : [];
  return { person, warnings: [...birth.warnings, ...sex.warnings, ...died.warnings, ...invalid] };
}

/** Of several repetitions the one of this type, else the first. */
function best(repetitions: readonly Repetition[], component: number, type: string): Repetition | undefined {
  return repetitions.find((one) => one.get(component) === type) ?? repetitions[0];
}

/** XPN: family, given, middle, suffix, prefix; name type L is the legal one. */
function nameOf(pid: Segment) {
  const name = best(pid.repetitions(5), 7, 'L');
  const part = (component: number) => textOf(name?.get(component));
  return { family: part(1), given: part(2), middle: part(3), title: part(5) };
}

function birthDateOf(text: Told, rule: TimeRule): { readonly date: Told; readonly warnings: readonly Warning[] } {
  const { at, date, warning } = readTime(text, { ...rule, correctionMs: 0 });
  const warnings = warning === undefined || warning === 'TIME_SKIPPED' ? [] : [warning];
  if (at === null) return { date: null, warnings };
  if (at === undefined) return { date: undefined, warnings };
  return { date, warnings };
}

/** HL7 table 0001 and what senders write instead, to NHS Data Dictionary, PERSON STATED GENDER CODE. */
const SEXES: Readonly<Record<string, string>> = {
  M: '1',
  '1': '1',
  MALE: '1',
  F: '2',
  '2': '2',
  FEMALE: '2',
  O: '9',
  A: '9',
  I: '9',
  '9': '9',
  U: 'X',
  N: 'X',
  '0': 'X',
  X: 'X',
};

function sexOf(text: Told): { readonly sex: Told; readonly warnings: readonly Warning[] } {
  if (text === undefined || text === null) return { sex: text, warnings: [] };
  const sex = SEXES[text.trim().toUpperCase()];
  return { sex, warnings: sex === undefined ? ['SEX_NOT_READ'] : [] };
}

/** XAD: street, other, city, county, postcode; of several the home one (H). */
function addressOf(pid: Segment): { readonly address: readonly string[] | null | undefined; readonly postcode: Told } {
  const home = best(pid.repetitions(11), 7, 'H');
  if (home === undefined) return { address: undefined, postcode: undefined };
  const parts = [1, 2, 3, 4].map((component) => textOf(home.get(component)));
  const lines = parts.flatMap((part) => (typeof part === 'string' ? [part] : []));
  const deleted = lines.length === 0 && parts.includes(null);
  return { address: lines.length > 0 ? lines : deleted ? null : undefined, postcode: textOf(home.get(5)) };
}

/** XTN: number, use (PRN, NET …), equipment (PH, CP, Internet). */
function phonesOf(pid: Segment) {
  const all = pid.repetitions(13);
  if (all.length > 0 && all.every(({ raw }) => raw === '""')) {
    return { phoneHome: null, phoneMobile: null, email: null };
  }
  const isMail = (one: Repetition) => one.get(2) === 'NET' || one.get(3) === 'Internet';
  const isMobile = (one: Repetition) => one.get(3) === 'CP' || one.get(2) === 'PRS';
  const mail = all.find(isMail);
  const mobile = all.find((one) => isMobile(one) && !isMail(one));
  const home = all.find((one) => !isMail(one) && !isMobile(one));
  return {
    phoneHome: textOf(home?.get(1)),
    phoneMobile: textOf(mobile?.get(1)),
    email: textOf(mail?.get(4) ?? mail?.get(1)),
  };
}

/** PD1-3 (XON): the code stands third, or first where no name is told. */
function practiceOf(message: Hl7Message): Told {
  const practice = message.segment('PD1')?.repetitions(3)[0];
  const code = practice?.get(3);
  return codeOf(code === undefined ? practice?.get(1) : code);
}

function deathOf(pid: Segment, rule: TimeRule): { readonly at: Told; readonly warnings: readonly Warning[] } {
  const { at, date, precision, warning } = readTime(pid.get(29), rule);
  const warnings = warning === undefined ? [] : [warning];
  if (at === undefined || at === null) return { at, warnings };
  return { at: precision === 'minute' || precision === 'second' || precision === 'hour' ? at : date, warnings };
}
