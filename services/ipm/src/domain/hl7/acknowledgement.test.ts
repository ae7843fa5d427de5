import { writeAcknowledgement, type Reply } from './acknowledgement';

const reply: Reply = { code: 'AA', controlId: '0F5A', sentAt: '20260105105703' };
const msh = (version = '2.4', more = '') =>
  `MSH|^~\\&|iPM|iIE|FLOW|RXX|20260105105702||ADT^A28|609299|P|${version}${more}`;

test('the reply goes back to its sender, with its id, version and character set', () => {
  expect(writeAcknowledgement(msh('2.4', '||||||8859/1'), reply)).toBe(
    'MSH|^~\\&|FLOW|RXX|iPM|iIE|20260105105703||ACK^A28|0F5A|P|2.4||||||8859/1\rMSA|AA|609299\r',
  );
});

test('in the sender’s own delimiters', () => {
  expect(writeAcknowledgement('MSH#@!*%#iPM#iIE#F#R#2026##ADT@A28#7#P#2.4', reply)).toBe(
    'MSH#@!*%#F#R#iPM#iIE#20260105105703##ACK@A28#0F5A#P#2.4\rMSA#AA#7\r',
  );
});

test.each([
  ['2.4', 'MSA|AR|609299|Unsupported event code|||201^Unsupported event code^HL70357\r'],
  ['2.5.1', 'MSA|AR|609299|Unsupported event code\rERR|||201^Unsupported event code^HL70357|E\r'],
])('a refusal says why, as version %s does', (version, lines) => {
  const refusal = writeAcknowledgement(msh(version), { ...reply, code: 'AR', fault: 'UNSUPPORTED_EVENT' });
  expect(refusal.slice(refusal.indexOf('\r') + 1)).toBe(lines);
});

test('an answer to what is no message', () => {
  expect(writeAcknowledgement('', { ...reply, code: 'AR', fault: 'NOT_A_MESSAGE' })).toMatch(
    /^MSH\|\^~\\&\|{5}20260105105703\|\|ACK\|0F5A\|P\|2\.4\rMSA\|AR\|\|Segment sequence error/,
  );
});

test('an echo can end neither a segment nor a frame', () => {
  const written = writeAcknowledgement(msh().replace('609299', '60\x1c9\x0b9\n'), reply);
  expect(written.split('\r')).toHaveLength(3);
  expect(written).not.toMatch(/[\x0b\x1c\n]/);
  expect(written).toContain('MSA|AA|6099\r');
});
