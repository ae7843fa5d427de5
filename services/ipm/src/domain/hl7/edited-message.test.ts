import { hl7, msh } from '../decode/testing';
import { decodeText } from './charset';
import { readEdited } from './edited-message';
import { encodeText } from './encode-text';
import { parseMessage } from './message';

const text = hl7(msh('ADT^A31'), 'EVN||20260105', 'PID|1||N1^^^PAS||TEST^ANN', 'PID|2||N2');
const original = parseMessage(text)!;
const edited = (changed: string, more: object = {}) =>
  readEdited(changed, { original, defaultCharset: 'windows-1252', mostBytes: 1000, ...more });

describe('an edited text', () => {
  it('is taken as it stands, however its lines end', () => {
    for (const ending of ['\r', '\n', '\r\n']) {
      const read = edited(text.replaceAll('\r', ending).trimEnd());
      expect('bytes' in read && Buffer.from(read.bytes).toString('latin1')).toBe(text);
    }
  });

  it('is written in the character set that it names, else the partner’s', () => {
    const own = edited(text.replace('ANN', 'ZOË'));
    expect('bytes' in own && Buffer.from(own.bytes).includes(Buffer.from('ZO\u00cb', 'latin1'))).toBe(true);
    const named = edited(text.replace('AL|NE', 'AL|NE||UNICODE UTF-8').replace('ANN', 'ZOË €'));
    expect('bytes' in named && Buffer.from(named.bytes).includes(Buffer.from('ZOË €', 'utf8'))).toBe(true);
  });

  it.each([
    ['no header', 'PID|1', [{ code: 'NO_HEADER' }]],
    ['another application', text.replace('iPM', 'XXX'), [{ code: 'SENDER_CHANGED', ...place('MSH', 1, 3) }]],
    ['another facility', text.replace('iIE', 'XXX'), [{ code: 'SENDER_CHANGED', ...place('MSH', 1, 4) }]],
    ['another control id', text.replace('|M1|', '|M2|'), [{ code: 'CONTROL_ID_CHANGED', ...place('MSH', 1, 10) }]],
    ['no type', text.replace('ADT^A31', ''), [{ code: 'NO_MESSAGE_TYPE', ...place('MSH', 1, 9) }]],
    ['a line that is none', text.replace('EVN||', 'hello '), [{ code: 'NOT_A_SEGMENT', ...place('line', 2) }]],
    ['the end of a frame', text.replace('ANN', 'A\u001cN'), [{ code: 'CONTROL_CHARACTER', ...place('PID', 1, 5) }]],
    [
      'a character of another set',
      text.replace('N2', 'Ł'),
      [{ code: 'CHARACTER_NOT_IN_CHARSET', ...place('PID', 2, 3) }],
    ],
  ])('is refused with the place and never the content: %s', (_what, changed, faults) => {
    expect(edited(changed)).toStrictEqual({ faults });
  });

  it('is refused above the limit of a frame', () => {
    expect(edited(text, { mostBytes: 20 })).toStrictEqual({ faults: [{ code: 'TOO_LARGE' }] });
  });
});

function place(segment: string, occurrence: number, field?: number) {
  return { segment, occurrence, ...(field !== undefined && { field }) };
}

describe('text in bytes', () => {
  it.each(['windows-1252', 'iso-8859-2', 'iso-8859-15', 'windows-1254', 'utf-8'] as const)(
    'reads back as it was: %s',
    (set) => {
      const some =
        set === 'utf-8'
          ? 'ZOË Ł € 𝄞'
          : decodeText(
              Uint8Array.from({ length: 256 }, (_, byte) => byte),
              set,
            ).text;
      const encoded = encodeText(some, set);
      expect('bytes' in encoded && decodeText(encoded.bytes, set).text).toBe(some);
    },
  );

  it('says which character cannot be written', () => {
    expect(encodeText('a𝄞', 'windows-1252')).toStrictEqual({ lacking: 1 });
    expect(encodeText('a\ud800', 'utf-8')).toStrictEqual({ lacking: 1 });
  });
});
