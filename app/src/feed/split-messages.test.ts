import { readFileSync } from 'node:fs';
import path from 'node:path';
import { framed } from '@flow/ipm/adapters/mllp/frame-scanner';
import { beginsAsHl7, splitMessages } from './split-messages';

const split = (text: string) => splitMessages(Buffer.from(text, 'latin1')).map((each) => each.toString('latin1'));

test.each([
  ['segments ended by CR', 'MSH|a\rPID|1\r', ['MSH|a\rPID|1\r']],
  ['by LF', 'MSH|a\nPID|1\n', ['MSH|a\rPID|1\r']],
  ['by CRLF', 'MSH|a\r\nPID|1\r\n', ['MSH|a\rPID|1\r']],
  ['LF as data', 'MSH|a\rNTE|one\ntwo\r', ['MSH|a\rNTE|one\ntwo\r']],
  ['several messages', 'MSH|a\nPID|1\n\nMSH|b\nPID|2', ['MSH|a\rPID|1\r\r', 'MSH|b\rPID|2']],
  ['text before the first', '# captured\nMSH|a\n', ['MSH|a\r']],
  ['MSH inside a line', 'MSH|a\rNTE|see MSH|1\r', ['MSH|a\rNTE|see MSH|1\r']],
  ['a file with a batch', 'FHS|^~\\&\rBHS|x\rMSH|a\rPID|1\rBTS|1\rFTS|1\r', ['MSH|a\rPID|1\r']],
  ['frames', '\x0bMSH|a\r\x1c\r\x0bMSH|b\nc\r\x1c\r', ['MSH|a\r', 'MSH|b\nc\r']],
  ['frames with line ends between', '\x0bMSH|a\r\x1c\r\r\n\x0bMSH|b\r\x1c\r', ['MSH|a\r', 'MSH|b\r']],
  ['nothing', '', []],
  ['no HL7', 'a,b,c\n', []],
])('%s', (_what, text, messages) => expect(split(text)).toStrictEqual(messages));

test('bytes of any character set stay as they are', () => {
  const bytes = Buffer.from([...Buffer.from('MSH|^~\\&|'), 0xeb, 0xc3, 0xab, 0x80, 0x0d]);
  expect(splitMessages(bytes)).toStrictEqual([bytes]);
  expect(splitMessages(framed(bytes))).toStrictEqual([bytes]);
});

test.each([
  ['\ufeffMSH|^~\\&|', true],
  ['\n\x0bMSH|^~\\&|', true],
  ['BHS|^~\\&|', true],
  ['# Public HL7\n\nMSH|^~\\&|', false],
  ['MSHE', false],
])('%j begins as HL7: %p', (text, begins) => expect(beginsAsHl7(Buffer.from(text))).toBe(begins));

test('a corpus message is sent as it lies in its file', () => {
  const file = path.resolve(__dirname, '../../../test/data/hl7/airslie+renalware-core/ADT_A28/0000.hl7');
  expect(splitMessages(readFileSync(file))).toStrictEqual([readFileSync(file)]);
});
