import { headerOf } from './header';
import { parseMessage } from './message';
import { expectsReply, replyCode } from './reply-rule';

const header = (asked: string, type = 'ADT^A01') =>
  headerOf(parseMessage(`MSH|^~\\&|A|B|C|D|20260105||${type}|1|P|2.4|||${asked}\r`)!);

// HL7 table 0155 in MSH-15|MSH-16, then the reply to a message in order, and to one that is refused.
test.each([
  ['|', 'AA', 'AR'],
  ['AL|NE', 'CA', 'CR'],
  ['AL|AL', 'CA', 'CR'],
  ['AL|', 'CA', 'CR'],
  ['NE|NE', undefined, undefined],
  ['ER|NE', undefined, 'CR'],
  ['SU|NE', 'CA', undefined],
  ['NE|AL', 'AA', 'AR'],
  ['|AL', 'AA', 'AR'],
  ['NE|ER', undefined, 'AR'],
  ['??|NE', 'CA', 'CR'],
])('MSH-15|MSH-16 %s', (asked, accepted, refused) => {
  expect([replyCode(header(asked), 'mirror', true), replyCode(header(asked), 'mirror', false)]).toStrictEqual([
    accepted,
    refused,
  ]);
  expect(expectsReply(header(asked))).toBe(accepted !== undefined);
});

test.each([
  ['always-AA', 'AA', 'AR'],
  ['always-CA', 'CA', 'CR'],
] as const)('%s, whatever is asked', (mode, accepted, refused) => {
  for (const asked of ['|', 'AL|NE', 'NE|NE']) {
    expect(replyCode(header(asked), mode, true)).toBe(accepted);
    expect(replyCode(header(asked), mode, false)).toBe(refused);
  }
});

test.each(['ACK', 'ACK^A01', 'MCF'])('%s is never acknowledged', (type) => {
  for (const mode of ['mirror', 'always-AA', 'always-CA'] as const)
    expect(replyCode(header('AL|AL', type), mode, true)).toBeUndefined();
});
