import { instant } from '@flow/platform/time/instant';
import { testPartner } from '../domain/decode/testing';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import { receivedStory } from '../projections/message-story';
import { ledgerDecider } from '../domain/ledger/ledger';
import { createMessageTexts } from './message-texts';

const received = {
  partner: 'ipm',
  messageId: 'm1',
  connection: '1',
  receivedAt: instant('2026-01-05T11:00:00.000Z'),
};

const frame = (bytes: Buffer): InboxEvent => ({
  ...{ type: 'frame-received.v1', ...received, sender: 'iPM|iIE' },
  ...{ raw: bytes.toString('base64'), sha256: '', contentHash: '' },
});

/** The text of an entry whose partner sends undeclared messages in this character set; none where there is no such partner. */
function textOf(entry: InboxEvent, defaultCharset?: 'utf-8' | 'windows-1252') {
  const story = receivedStory(entry, { stream: 'inbox-ipm-2026-01-05', revision: 0 });
  const texts = createMessageTexts({
    stories: { find: (id) => Promise.resolve(id === 'm1' ? story : undefined) },
    inbox: { read: () => Promise.resolve(entry) },
    ledgers: { load: () => Promise.resolve(ledgerDecider.initialState) },
    partners: { config: () => (defaultCharset ? testPartner({ defaultCharset }) : undefined) },
  });
  return texts.textOf(entry.messageId);
}

const message = (charset: string) => `MSH|^~\\&|A|B|||||ADT^A01|1|P|2.4||||||${charset}\rPID|||||ZOË\r`;

test.each([
  ['as it declares', '8859/1', 'latin1', 'utf-8'],
  ['as it declares', 'UNICODE', 'utf8', 'windows-1252'],
  ['as its partner usually does', '', 'utf8', 'utf-8'],
  ['as most do, when the partner has gone', '', 'latin1', undefined],
] as const)('a message is read %s (%j)', async (_how, declared, encoding, usual) => {
  expect(await textOf(frame(Buffer.from(message(declared), encoding)), usual)).toBe(message(declared));
});

test('of junk there is what came, and of a frame too large its header', async () => {
  const raw = Buffer.from('NOT HL7').toString('base64');
  const junk: InboxEvent = { type: 'junk-received.v1', ...received, raw, sha256: '' };
  expect(await textOf(junk)).toBe('NOT HL7');
  const refused: InboxEvent = { type: 'frame-refused.v1', ...received, reason: 'TOO_LARGE', bytes: 9, header: 'MSH|' };
  expect(await textOf(refused)).toBe('MSH|');
});

test('of a message that nobody sent there is none', async () => {
  expect(await textOf({ ...frame(Buffer.from(message(''))), messageId: 'other' })).toBeUndefined();
});
