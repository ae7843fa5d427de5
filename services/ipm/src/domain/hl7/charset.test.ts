import { declaredCharset, decodeText, readFrame } from './charset';

const withCharset = (msh18: string) => `MSH|^~\\&|A|B|||||ADT^A01|1|P|2.4||||||${msh18}\rPID|||||ZOË^Siân\r`;
const name = (bytes: Buffer, usual: 'utf-8' | 'windows-1252' = 'windows-1252') => {
  const read = readFrame(bytes, usual)!;
  return [read.message.get('PID', 5), read.message.get('PID', 5, 2), read.charset, read.invalid];
};

test.each([
  ['8859/1', 'latin1', 'windows-1252'],
  ['UNICODE', 'utf8', 'utf-8'],
  ['UNICODE UTF-8', 'utf8', 'utf-8'],
  ['', 'latin1', 'windows-1252'],
  ['ASCII', 'latin1', 'windows-1252'],
  ['8859/1~UNICODE', 'latin1', 'windows-1252'],
] as const)('MSH-18 %j', (msh18, encoding, charset) => {
  expect(name(Buffer.from(withCharset(msh18), encoding))).toStrictEqual(['ZOË', 'Siân', charset, false]);
});

test('the partner says what an undeclared message is in', () => {
  expect(name(Buffer.from(withCharset(''), 'utf8'), 'utf-8')).toStrictEqual(['ZOË', 'Siân', 'utf-8', false]);
});

test('bytes that are not the UTF-8 they claim to be are read as windows-1252, and said so', () => {
  expect(name(Buffer.from(withCharset('UNICODE'), 'latin1'))).toStrictEqual(['ZOË', 'Siân', 'windows-1252', true]);
});

test('windows-1252 has letters where ISO 8859-1 has controls', () => {
  expect(decodeText(Buffer.from([0x80, 0x92]), declaredCharset('8859/1')!).text).toBe('€’');
});

test.each([
  ['', 'utf-8'],
  ['UNICODE', 'utf-8'],
  ['8859/1', 'windows-1252'],
] as const)('a byte order mark is no part of the message, and says UTF-8 where MSH-18 is %j', (msh18, charset) => {
  const text = Buffer.from(withCharset(msh18), charset === 'utf-8' ? 'utf8' : 'latin1');
  const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), text]);
  expect(name(marked)).toStrictEqual(['ZOË', 'Siân', charset, false]);
});

test('a hex escape is read in the message’s own character set', () => {
  const read = readFrame(Buffer.from('MSH|^~\\&|||||||||||||||| UNICODE\rNTE|\\XC3AB\\\r'), 'windows-1252')!;
  expect(read.message.get('NTE', 1)).toBe('ë');
});

test('a frame without MSH is no message', () => {
  expect(readFrame(Buffer.from('NOT HL7'), 'utf-8')).toBeUndefined();
});
