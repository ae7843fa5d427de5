import { STANDARD_DELIMITERS, type Delimiters } from './delimiters';
import { encodeEscapes } from './escapes';
import type { Told } from './segment';

/** A text, null for HL7's `""`, undefined for nothing; or its sub-components. */
export type ComponentDraft = Told | readonly Told[];

/** A text, the components of one repetition, or several repetitions. */
export type FieldDraft = Told | readonly ComponentDraft[] | { readonly repeat: readonly (readonly ComponentDraft[])[] };

/** The name and the fields from 1. Those of MSH begin at MSH-3: the delimiters are the writer's. */
export type SegmentDraft = readonly [name: string, ...fields: FieldDraft[]];

/**
 * Writes a message, every segment ended by CR. Texts are escaped, so what is written reads back as it was given: an empty
 * text reads back as absent. Throws RangeError on a segment name that is none.
 */
export function writeMessage(segments: readonly SegmentDraft[], delimiters: Delimiters = STANDARD_DELIMITERS): string {
  return segments.map((segment) => `${writeSegment(segment, delimiters)}\r`).join('');
}

export function writeSegment([name, ...fields]: SegmentDraft, delimiters: Delimiters): string {
  if (!/^[A-Z][A-Z0-9]{2}$/.test(name)) throw new RangeError('A segment name is three capital letters or digits.');
  const { field, component, repetition, escape, subcomponent } = delimiters;
  const encoding = name === 'MSH' ? [`${component}${repetition}${escape}${subcomponent}`] : [];
  const line = [name, ...encoding, ...fields.map((each) => writeField(each, delimiters))].join(field);
  return guarded(line.replace(trailing(field), ''), field);
}

/** Readers drop blanks after a segment, so a text that ends in one gets a separator after it. */
const guarded = (line: string, separator: string): string => (/[ \t]$/.test(line) ? line + separator : line);

function writeField(draft: FieldDraft, delimiters: Delimiters): string {
  if (!isDrafts(draft)) return writeText(draft, delimiters);
  const repetitions = 'repeat' in draft ? draft.repeat : [draft];
  return repetitions
    .map((components) =>
      joined(
        components.map((each) => writeComponent(each, delimiters)),
        delimiters.component,
      ),
    )
    .join(delimiters.repetition);
}

function writeComponent(draft: ComponentDraft, delimiters: Delimiters): string {
  if (!isDrafts(draft)) return writeText(draft, delimiters);
  const texts = draft.map((each) => writeText(each, delimiters));
  if (delimiters.subcomponent !== '') return joined(texts, delimiters.subcomponent);
  if (texts.length > 1) throw new RangeError('These delimiters have no sub-components.');
  return texts[0] ?? '';
}

const isDrafts = <Draft extends object>(draft: Told | Draft): draft is Draft =>
  typeof draft === 'object' && draft !== null;

function writeText(told: Told, delimiters: Delimiters): string {
  return told === null ? '""' : encodeEscapes(told ?? '', delimiters);
}

const joined = (parts: readonly string[], separator: string): string =>
  parts.join(separator).replace(trailing(separator), '');

const trailing = (separator: string): RegExp => new RegExp(`${separator.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}+$`);
