import type { Chance } from '@flow/demo/generator/chance';

/** Makes of a message, or of the bytes on the wire, others that are not quite right. Every one has at least one byte. */
type Mutation = (bytes: Buffer, chance: Chance, another: Buffer) => Buffer;

const join = (...parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts);
const at = (bytes: Buffer, chance: Chance): number => chance.below(bytes.length + 1);
const inserted = (bytes: Buffer, place: number, what: Uint8Array): Buffer =>
  join(bytes.subarray(0, place), what, bytes.subarray(place));

function stretch(bytes: Buffer, chance: Chance): readonly [from: number, to: number] {
  const from = at(bytes, chance);
  return [from, Math.min(bytes.length, from + chance.below(200))];
}

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const segmentsOf = (bytes: Buffer): string[] => bytes.toString('latin1').split('\r');
const ofSegments = (segments: readonly string[]): Buffer => latin(segments.join('\r'));

/** The header's field of that number replaced. */
function withHeaderField(bytes: Buffer, field: number, value: string): Buffer {
  const [header = '', ...rest] = segmentsOf(bytes);
  const fields = header.split('|');
  fields[field - 1] = value;
  return ofSegments([fields.join('|'), ...rest]);
}

const CONTROLS = [0x0b, 0x1c, 0x0d, 0x0a, 0x00, 0x09, 0x0c, 0x7f];
const BROKEN = ['\xc3', '\xff\xfe', '\xe2\x82', '\x80', '\xef\xbf\xbd', '\xed\xa0\x80', '\xf4\x90\x80\x80'];
const CHARSETS = ['UNICODE UTF-8', '8859/1', '8859/15', 'UNICODE UTF-16', 'ASCII', 'EBCDIC', 'UTF-8~8859/1', '\\X41\\'];
const TOKENS = [
  ...['\\F\\', '\\X\\', '\\X4\\', '\\XZZ\\', '\\.br\\', '\\', '\\\\', '\\H', '""', '"', '<%= x %>', '{{x}}', '${x}'],
  ...['20260231', '20261025013000', '20260329013000', '00000000', '99991231', '2026-01-05T10:57', '+0100', 'Z'],
  ...[
    '__proto__',
    'constructor',
    'NaN',
    '-1',
    '1e999',
    '9990000018',
    '999 000 0018',
    '\u00a0',
    '^^^',
    '~~',
    '&&&',
    '|||',
  ],
  ...['MSH', 'MSH|', '\rMSH|^~\\&|', '\rPID|', '\rPV1|', '\rMRG|'],
];
const EVENTS = [
  'ADT^A17',
  'ADT^A40',
  'ADT^A45',
  'ADT^A44',
  'ADT^A20',
  'ADT^A05',
  'ADT^A28',
  'ADT^A14',
  'ADT^A23',
  'ACK',
];
const DELIMITERS = ['|', '^', '~', '\\', '&', '#', '$', '!', 'M', '1', ' ', '\x01', 'é'];

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a bit flipped': (bytes, chance) => {
    const copy = Buffer.from(bytes);
    const place = chance.below(copy.length);
    copy[place] = (copy[place] ?? 0) ^ (1 << chance.below(8));
    return copy;
  },
  'cut short': (bytes, chance) => bytes.subarray(0, 1 + chance.below(bytes.length)),
  'begun late': (bytes, chance) => bytes.subarray(chance.below(bytes.length)),
  'a stretch taken out': (bytes, chance) => {
    const [from, to] = stretch(bytes, chance);
    return to - from < bytes.length ? join(bytes.subarray(0, from), bytes.subarray(to)) : bytes;
  },
  'a stretch twice': (bytes, chance) => {
    const [from, to] = stretch(bytes, chance);
    return join(bytes.subarray(0, to), bytes.subarray(from));
  },
  'two messages spliced': (bytes, chance, another) =>
    join(bytes.subarray(0, 1 + chance.below(bytes.length)), another.subarray(chance.below(another.length))),
  'a message in a message': (bytes, chance, another) => inserted(bytes, at(bytes, chance), another),
  'a control character': (bytes, chance) => inserted(bytes, at(bytes, chance), Buffer.of(chance.pick(CONTROLS))),
  'an end of a frame': (bytes, chance) => inserted(bytes, at(bytes, chance), Buffer.of(0x1c, 0x0d)),
  'a start of a frame': (bytes, chance) => inserted(bytes, at(bytes, chance), latin('\x0bMSH|^~\\&|')),
  'a broken character': (bytes, chance) => inserted(bytes, at(bytes, chance), latin(chance.pick(BROKEN))),
  'a token': (bytes, chance) => inserted(bytes, at(bytes, chance), Buffer.from(chance.pick(TOKENS))),
  'another character set': (bytes, chance) => withHeaderField(bytes, 18, chance.pick(CHARSETS)),
  'another event': (bytes, chance) => withHeaderField(bytes, 9, chance.pick(EVENTS)),
  'another control id': (bytes, chance) =>
    withHeaderField(
      bytes,
      10,
      chance.pick(['', ' ', '""', 'x'.repeat(5_000), '\x0b1', '\x1c', 'a^b&c~d', '\\F\\', 'Ë']),
    ),
  'delimiters swapped': (bytes, chance) => {
    const [from, to] = [chance.pick(DELIMITERS), chance.pick(DELIMITERS)];
    return latin(bytes.toString('latin1').replaceAll(from, to));
  },
  'other encoding characters': (bytes, chance) =>
    withHeaderField(bytes, 2, chance.pick(['', '^', '^~', '^~\\', '^^^^', '^~\\&#', '^~^&', '||', '~^\\&', ' '])),
  'segments shuffled': (bytes, chance) => {
    const [header = '', ...rest] = segmentsOf(bytes);
    return ofSegments([
      header,
      ...rest
        .map((line) => [chance.next(), line] as const)
        .sort(([a], [b]) => a - b)
        .map(([, line]) => line),
    ]);
  },
  'a segment twice': (bytes, chance) => {
    const segments = segmentsOf(bytes);
    return ofSegments([...segments, chance.pick(segments)]);
  },
  'a segment lost': (bytes, chance) => {
    const segments = segmentsOf(bytes);
    const lost = chance.below(segments.length);
    return segments.length < 2 ? bytes : ofSegments(segments.filter((_, index) => index !== lost));
  },
  'a long field': (bytes, chance) =>
    inserted(
      bytes,
      at(bytes, chance),
      Buffer.alloc(1 + chance.below(20_000), chance.pick(['x', '^', '~', '|', '\\', ' ', '9'])),
    ),
  'other line ends': (bytes, chance) =>
    latin(bytes.toString('latin1').replaceAll('\r', chance.pick(['\n', '\r\n', '\n\r', '', '\r\r']))),
  'two bytes a character': (bytes, chance) =>
    Buffer.from(`${chance.pick(['', '\ufeff'])}${bytes.toString('latin1')}`, 'utf16le'),
};

const NAMES = Object.keys(MUTATIONS);

/** One to four of them, one after the other. */
export function mutated(bytes: Buffer, chance: Chance, another: Buffer): Buffer {
  let result = bytes;
  for (let left = 1 + chance.below(4); left > 0; left -= 1) {
    const mutation = MUTATIONS[chance.pick(NAMES)];
    const next = mutation?.(result, chance, another) ?? result;
    result = next.length === 0 || next.length > MOST_BYTES ? result : next;
  }
  return result;
}

const MOST_BYTES = 200_000;
