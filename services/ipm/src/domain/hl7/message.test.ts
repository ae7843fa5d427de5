import { headerOf } from './header';
import { parseMessage } from './message';

const IPM = [
  'MSH|^~\\&|iPM|iIE|FLOW|RXX|20260105105702||ADT^A28|609299|P|2.4|77||AL|NE',
  'EVN|A28|20260105105702||||20260105105655',
  'PID|1|^^^^PAS|012345^""^^RXX^HOSP~999 000 0018^NSTS01^^NHS^NHS||VAN DER BERG&VAN&BERG^Mary Anne^^^Mrs||""|F||""~""',
  'ZU1|left|as ^it~ came',
];

describe('the lenient reader', () => {
  const message = parseMessage(IPM.join('\r') + '\r')!;
  const pid = message.segment('PID')!;

  test('tells absent, null and value apart', () => {
    expect([pid.get(5, 1), pid.get(7), pid.get(4), pid.get(99), pid.get(3, 2)]).toStrictEqual([
      'VAN DER BERG',
      null,
      undefined,
      undefined,
      null,
    ]);
  });

  test('a null field makes every component null', () => {
    expect([pid.get(7, 1), pid.get(7, 3), pid.get(7, 1, 2)]).toStrictEqual([null, null, undefined]);
  });

  test('reads repetitions and sub-components', () => {
    expect(pid.repetitions(3).map((each) => [each.get(1), each.get(4), each.get(5)])).toStrictEqual([
      ['012345', 'RXX', 'HOSP'],
      ['999 000 0018', 'NHS', 'NHS'],
    ]);
    expect([pid.get(5, 1, 1, 2), pid.get(5, 1, 1, 9)]).toStrictEqual(['VAN', undefined]);
    expect(pid.repetitions(5)[0]!.text(1)).toBe('VAN DER BERG&VAN&BERG');
    expect(pid.repetitions(4)).toStrictEqual([]);
  });

  test('keeps a Z segment untouched', () => {
    expect(message.segment('ZU1')!.raw).toBe('ZU1|left|as ^it~ came');
  });

  test('numbers MSH as the standard does and never splits MSH-2', () => {
    expect([message.get('MSH', 1), message.get('MSH', 2), message.get('MSH', 9, 2)]).toStrictEqual([
      '|',
      '^~\\&',
      'A28',
    ]);
    expect(headerOf(message)).toStrictEqual({
      sender: 'iPM|iIE',
      sentAt: '20260105105702',
      messageCode: 'ADT',
      triggerEvent: 'A28',
      controlId: '609299',
      processingId: 'P',
      version: '2.4',
      sequenceNumber: '77',
      acceptAcknowledgement: 'AL',
      applicationAcknowledgement: 'NE',
    });
  });

  test.each([
    ['CR', '\r'],
    ['CRLF', '\r\n'],
    ['LF', '\n'],
  ])('reads segments that end in %s', (_name, end) => {
    const read = parseMessage(IPM.join(end) + end)!;
    expect(read.segments.map(({ name }) => name)).toStrictEqual(['MSH', 'EVN', 'PID', 'ZU1']);
    expect(read.segment('EVN')!.raw).toBe(IPM[1]);
  });

  test('keeps LF as data where segments end in CR', () => {
    expect(parseMessage('MSH|^~\\&|A\rNTE|1||one\ntwo\r')!.get('NTE', 3)).toBe('one\ntwo');
  });

  test('drops blanks after a segment, and before the message', () => {
    const read = parseMessage('\uFEFF\n MSH|^~\\&|A  \rEVN|A01 \t\r')!;
    expect(read.segments.map(({ raw }) => raw)).toStrictEqual(['MSH|^~\\&|A', 'EVN|A01']);
  });

  test('takes the delimiters of the sender', () => {
    const read = parseMessage('MSH#*@!$#A*B#C@D\rPID#1#x!F!y$z')!;
    expect(read.segment('PID')!.get(2)).toBe('x#y');
    expect(read.segment('PID')!.get(2, 1, 1, 2)).toBe('z');
    expect(read.get('MSH', 3, 2)).toBe('B');
  });

  test('a three-character MSH-2 leaves & as text', () => {
    expect(parseMessage('MSH|^~\\|A\rPV1||I|Ear, Nose & Throat')!.get('PV1', 3)).toBe('Ear, Nose & Throat');
  });

  test.each(['', 'JUNK', 'MSH', 'MSHX^~\\&', 'PID|1', 'msh|^~\\&|'])('%j is no message', (text) => {
    expect(parseMessage(text)).toBeUndefined();
  });

  test('a segment of half a million blanks is read as fast as any', () => {
    const message = parseMessage(`MSH|^~\\&|A\rNTE|${' '.repeat(500_000)}x \t \r`)!;
    expect(message.segments[1]?.raw.length).toBe(500_005);
  });

  test('the shortest message is one', () => {
    expect(parseMessage('MSH|')!.segments).toHaveLength(1);
  });
});

describe('escapes', () => {
  const read = (value: string) => parseMessage(`MSH|^~\\&|A\rNTE|${value}`)!.get('NTE', 1);

  test.each([
    ['a\\F\\b', 'a|b'],
    ['\\S\\\\T\\\\R\\\\E\\', '^&~\\'],
    ['\\X0D0A\\', '\r\n'],
    ['one\\.br\\two', 'one\ntwo'],
    ['\\H\\bold\\N\\', 'bold'],
    ['C:\\temp', 'C:\\temp'],
    ['C:\\temp\\F\\x', 'C:\\temp|x'],
    ['\\Zlocal\\', '\\Zlocal\\'],
    ['\\X0\\', '\\X0\\'],
    ['\\', '\\'],
    ['\\X22\\"', '""'],
  ])('%s reads as %j', (raw, text) => {
    expect(read(raw)).toBe(text);
  });
});
