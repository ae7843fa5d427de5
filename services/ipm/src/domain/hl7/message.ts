import { readDelimiters, type Delimiters } from './delimiters';
import type { BytesToText } from './escapes';
import { readSegment, type Segment, type Told } from './segment';

/** A message over its own text: nothing is dropped, reordered or made neat. */
export interface Hl7Message {
  readonly delimiters: Delimiters;
  /** Every line in the order sent. */
  readonly segments: readonly Segment[];
  /** The lines of that name, in the order sent. */
  all(name: string): readonly Segment[];
  /** The first line of that name. */
  segment(name: string): Segment | undefined;
  /** A value of the first line of that name; sub-components are the first. */
  get(segment: string, field: number, component?: number, repetition?: number): Told;
}

/**
 * Reads HL7 v2 leniently and by position (HL7 v2.4 §2). Undefined when the text does not begin with an MSH segment; any
 * other text is a message. `toText` decodes `\X..\` escapes.
 */
export function parseMessage(text: string, toText?: BytesToText): Hl7Message | undefined {
  const lines = linesOf(text);
  const delimiters = readDelimiters(lines[0] ?? '');
  if (!delimiters) return undefined;
  const segments = lines.map((line) => readSegment(line, delimiters, toText));
  const segment = (name: string) => segments.find((each) => each.name === name);
  return {
    delimiters,
    segments,
    all: (name) => segments.filter((each) => each.name === name),
    segment,
    get: (name, field, component, repetition) => segment(name)?.get(field, component, repetition),
  };
}

/**
 * Segments end in CR. Where there is no CR at all they end in LF; otherwise LF is data, but for the LF of a CRLF. Blanks
 * after a segment are no part of it.
 */
function linesOf(text: string): readonly string[] {
  const whole = text.replace(/^[\uFEFF\s]+/, '').trimEnd();
  const end = whole.includes('\r') ? /\r\n?/ : '\n';
  return whole
    .split(end)
    .map(withoutBlanksAfter)
    .filter((line) => line !== '');
}

/** By hand: a regular expression looks at each run of blanks inside a line again and again, and a frame may be all blanks. */
function withoutBlanksAfter(line: string): string {
  let end = line.length;
  while (end > 0 && BLANKS.has(line.charAt(end - 1))) end -= 1;
  return line.slice(0, end);
}

const BLANKS = new Set([' ', '\t']);
