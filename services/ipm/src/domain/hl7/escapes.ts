import type { Delimiters } from './delimiters';

/** Turns the bytes of a `\X..\` escape into text. The message's own character set decides. */
export type BytesToText = (bytes: Uint8Array) => string;

const latin1: BytesToText = (bytes) => String.fromCharCode(...bytes);

/**
 * Undoes the escapes of HL7 v2.4 §2.10: `\F\ \S\ \T\ \R\ \E\`, `\Xhh..\`, `\.br\`, and the highlighting `\H\ \N\`, which
 * says nothing. An escape that we do not know, or a lone escape character, stays as it was written.
 */
export function decodeEscapes(raw: string, delimiters: Delimiters, toText: BytesToText = latin1): string {
  const { escape } = delimiters;
  let from = raw.indexOf(escape);
  if (from < 0) return raw;
  let text = '';
  let done = 0;
  while (from >= 0) {
    const end = raw.indexOf(escape, from + 1);
    if (end < 0) break;
    const meant = meaningOf(raw.slice(from + 1, end), delimiters, toText);
    if (meant === undefined) {
      from = end;
      continue;
    }
    text += raw.slice(done, from) + meant;
    done = end + 1;
    from = raw.indexOf(escape, done);
  }
  return text + raw.slice(done);
}

function meaningOf(code: string, delimiters: Delimiters, toText: BytesToText): string | undefined {
  switch (code) {
    case 'F':
      return delimiters.field;
    case 'S':
      return delimiters.component;
    case 'T':
      return delimiters.subcomponent || '&';
    case 'R':
      return delimiters.repetition;
    case 'E':
      return delimiters.escape;
    case 'H':
    case 'N':
      return '';
    case '.br':
      return '\n';
    default:
      return /^X([0-9A-Fa-f]{2})+$/.test(code) ? toText(bytesOf(code.slice(1))) : undefined;
  }
}

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/**
 * Writes free text so that it can be nothing but text: all five delimiters and every control character are escaped, so a
 * ward's comment cannot begin a segment, end a frame, or read as HL7's null.
 */
export function encodeEscapes(text: string, delimiters: Delimiters): string {
  const codes = new Map([
    [delimiters.field, 'F'],
    [delimiters.component, 'S'],
    [delimiters.repetition, 'R'],
    [delimiters.escape, 'E'],
    [delimiters.subcomponent, 'T'],
  ]);
  const escaped = (code: string) => `${delimiters.escape}${code}${delimiters.escape}`;
  if (text === '""') return `${escaped('X22')}"`;
  let written = '';
  for (const character of text) {
    const code = codes.get(character) ?? (isControl(character) ? hexCode(character) : undefined);
    written += code === undefined ? character : escaped(code);
  }
  return written;
}

const isControl = (character: string): boolean => character < ' ' || character === '\u007f';

const hexCode = (character: string): string =>
  `X${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
