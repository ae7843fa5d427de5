import { hl7, msh } from '../decode/testing';
import { diffMessages } from './diff-messages';
import { parseMessage } from './message';

const diff = (before: string, after: string) => diffMessages(parseMessage(before)!, parseMessage(after)!);
const text = hl7(msh('ADT^A17'), 'PID|1||N1||TEST^ANN', 'PV1|1|I|A1', 'PID|2||N2', 'PV1|2|I|A2');

describe('two messages', () => {
  it('that are the same differ in nothing', () => {
    expect(diff(text, text)).toStrictEqual([]);
  });

  it('differ by segment, which of its name, and field', () => {
    const after = text.replace('N1||TEST^ANN', 'N1||TEST^BEA').replace('|A2', '|A3^1');
    expect(diff(text, after)).toStrictEqual([
      { place: 'PID-5', before: 'TEST^ANN', after: 'TEST^BEA' },
      { place: 'PV1[2]-3', before: 'A2', after: 'A3^1' },
    ]);
  });

  it('differ in fields and segments that only one of them has', () => {
    const after = text.replace('PV1|2|I|A2', 'PV1|2||A2|X').replace('PID|2||N2\r', '');
    expect(diff(text, after)).toStrictEqual([
      { place: 'PID[2]', before: 'PID|2||N2' },
      { place: 'PV1[2]-2', before: 'I' },
      { place: 'PV1[2]-4', after: 'X' },
    ]);
  });
});
