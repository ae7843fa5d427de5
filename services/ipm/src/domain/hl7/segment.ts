import type { Delimiters } from './delimiters';
import { decodeEscapes, type BytesToText } from './escapes';

/** HL7's three states of a value: undefined = not told, leave alone; null = `""`, delete it; text = the value. */
export type Told = string | null | undefined;

const NULL = '""';

/** One repetition of a field. Components and sub-components count from 1. */
export interface Repetition {
  /** As it was written, escapes and all. */
  readonly raw: string;
  /** The sub-component (the first unless named) of a component (the first unless named). */
  get(component?: number, subcomponent?: number): Told;
  /** A whole component as one text, sub-component separators included: for descriptions, where senders forget to escape `&`. */
  text(component?: number): Told;
}

/** One line of a message. Fields, components and repetitions count from 1, as in the standard: MSH-1 is the separator. */
export interface Segment {
  readonly name: string;
  /** The line as it came, without its end and trailing blanks. A Z segment that nobody knows is kept in it untouched. */
  readonly raw: string;
  /** Number of the last field that the line has. */
  readonly fieldCount: number;
  /** A field as it was written; empty when the line has no such field. */
  rawField(field: number): string;
  get(field: number, component?: number, repetition?: number, subcomponent?: number): Told;
  /** The repetitions that were sent, empty ones among them kept in their place; none when the field is empty. */
  repetitions(field: number): readonly Repetition[];
}

interface Reading {
  readonly delimiters: Delimiters;
  readonly toText: BytesToText | undefined;
}

export function readSegment(raw: string, delimiters: Delimiters, toText?: BytesToText): Segment {
  const reading = { delimiters, toText };
  let split: readonly string[] | undefined;
  const fields = () => (split ??= fieldsOf(raw, delimiters.field));
  const repetitions = (field: number) => repetitionsOf(fields()[field] ?? '', isEncoding(raw, field), reading);
  return {
    name: nameOf(raw, delimiters.field),
    raw,
    get fieldCount() {
      return fields().length - 1;
    },
    rawField: (field) => fields()[field] ?? '',
    get: (field, component, repetition = 1, subcomponent = 1) =>
      repetitions(field)[repetition - 1]?.get(component, subcomponent),
    repetitions,
  };
}

const isHeader = (raw: string): boolean => /^(MSH|FHS|BHS)/.test(raw);

/** MSH-1 and MSH-2 name the delimiters and are never split by them. */
const isEncoding = (raw: string, field: number): boolean => field <= 2 && isHeader(raw);

function nameOf(raw: string, separator: string): string {
  const end = raw.indexOf(separator);
  return end < 0 ? raw : raw.slice(0, end);
}

function fieldsOf(raw: string, separator: string): readonly string[] {
  const [name = '', ...fields] = raw.split(separator);
  return isHeader(raw) ? [name, separator, ...fields] : [name, ...fields];
}

function repetitionsOf(raw: string, verbatim: boolean, reading: Reading): readonly Repetition[] {
  if (raw === '') return [];
  if (verbatim) return [{ raw, get: () => raw, text: () => raw }];
  return raw.split(reading.delimiters.repetition).map((one) => readRepetition(one, reading));
}

function readRepetition(raw: string, reading: Reading): Repetition {
  const { component: byComponent, subcomponent: bySubcomponent } = reading.delimiters;
  const component = (number: number) => (raw === NULL ? NULL : (raw.split(byComponent)[number - 1] ?? ''));
  return {
    raw,
    get(number = 1, subcomponent = 1) {
      const whole = component(number);
      if (whole === NULL || bySubcomponent === '')
        return subcomponent === 1 || whole === NULL ? told(whole, reading) : undefined;
      return told(whole.split(bySubcomponent)[subcomponent - 1] ?? '', reading);
    },
    text: (number = 1) => told(component(number), reading),
  };
}

function told(raw: string, { delimiters, toText }: Reading): Told {
  if (raw === '') return undefined;
  return raw === NULL ? null : decodeEscapes(raw, delimiters, toText);
}
