import { lastingHeader, partsOf } from './content';

test.each([
  ['MSH|^~\\&|A\rPID|1\r', 'MSH|^~\\&|A', '\rPID|1\r'],
  ['\n \ufeffMSH|^~\\&|A \nPID|1', 'MSH|^~\\&|A', '\nPID|1'],
  ['MSH|^~\\&|A', 'MSH|^~\\&|A', ''],
])('%j', (frame, header, rest) => {
  const parts = partsOf(Buffer.from(frame));
  expect([parts?.header, Buffer.from(parts?.rest ?? []).toString()]).toStrictEqual([header, rest]);
});

test.each(['', 'PID|1', 'MSHEAD', '   '])('%j has no header', (frame) => {
  expect(partsOf(Buffer.from(frame))).toBeUndefined();
});

const sent = (time: string, number: string, id = '7') =>
  lastingHeader(`MSH|^~\\&|A|B|C|D|${time}||ADT^A01|${id}|P|2.4|${number}`);

test('what a sender renews when it sends again does not count', () => {
  expect(sent('20260105105702', '12')).toBe(sent('20260105105809', '13'));
  expect(sent('20260105105702', '')).toBe(sent('', '99'));
  expect(sent('20260105105702', '12')).not.toBe(sent('20260105105702', '12', '8'));
});
