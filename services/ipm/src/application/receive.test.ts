import type { Ids } from '@flow/platform/ids/ids';
import { instant } from '@flow/platform/time/instant';
import { testPartner } from '../domain/decode/testing';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import type { PartnerConfig } from '../domain/partner/partner-config';
import { createReceiver, type FrameSource } from './receive';

const ID = '0b5f1c7e-3d43-4c8a-9f6e-2a1b3c4d5e6f';
const clock = { now: () => instant('2026-01-05T10:57:02.000Z'), monotonicMs: () => 0 };
const ids: Ids = { next: () => ID };

function setUp(partner: Partial<PartnerConfig> = {}) {
  const entries: InboxEvent[] = [];
  const inbox = {
    add(entry: InboxEvent) {
      entries.push(entry);
      return Promise.resolve({ stream: 'inbox-test', revision: 0, position: '1' as never });
    },
  };
  const receiver = createReceiver({ inbox, clock, ids, hl7Time: () => '20260105105702' });
  const from: FrameSource = { partner: { ...testPartner(), ...partner }, connection: '7' };
  const receive = async (text: string) => {
    const { kind, reply } = await receiver.frame(Buffer.from(text, 'latin1'), from);
    return { kind, entry: entries.at(-1), reply: reply && Buffer.from(reply).toString('latin1') };
  };
  return { receive, receiver, from, entries };
}

const message = (more = '', type = 'ADT^A01') => `MSH|^~\\&|iPM|iIE|F|R|20260105||${type}|609299|P|2.4${more}\rPID|1\r`;

test('a message is stored whole with what was answered, then answered', async () => {
  const { kind, entry, reply } = await setUp().receive(message());
  expect(kind).toBe('message');
  expect(entry).toMatchObject({
    type: 'frame-received.v1',
    messageId: ID,
    connection: '7',
    sender: 'iPM|iIE',
    controlId: '609299',
    messageType: 'ADT^A01',
    raw: Buffer.from(message()).toString('base64'),
    reply: { code: 'AA', controlId: '0B5F1C7E3D434C8A9F6E' },
  });
  expect(reply).toContain('|ACK^A01|0B5F1C7E3D434C8A9F6E|P|2.4\rMSA|AA|609299\r');
});

test('where no answer is asked for, none is written down', async () => {
  for (const text of [message('|||NE|NE'), message('', 'ACK')]) {
    const { entry, reply } = await setUp().receive(text);
    expect([entry && 'reply' in entry, reply]).toStrictEqual([false, undefined]);
  }
});

test('content is never refused, but for events unknown to everybody where the partner wants that', async () => {
  const unknown = message('', 'ADT^Z99');
  expect((await setUp().receive(unknown)).reply).toContain('MSA|AA|');
  const { entry, reply } = await setUp({ unknownEvent: 'AR' }).receive(unknown);
  expect(reply).toContain('MSA|AR|609299|Unsupported event code');
  expect(entry).toMatchObject({ type: 'frame-received.v1', reply: { code: 'AR' } });
});

test('junk is kept, and answered only where the partner says so', async () => {
  expect(await setUp().receive('NOT HL7')).toMatchObject({ kind: 'junk', reply: undefined });
  const { entry, reply } = await setUp({ junkReply: 'AR' }).receive('NOT HL7');
  expect(entry).toMatchObject({ type: 'junk-received.v1', raw: Buffer.from('NOT HL7').toString('base64') });
  expect(reply).toContain('MSA|AR|');
});

test('the same content is known again by its hash, whenever and as whatever number it is sent', async () => {
  const { receive } = setUp();
  const again = message('|13').replace('20260105', '20260106');
  const entries = [await receive(message('|12')), await receive(again), await receive(message('|12') + 'NTE|1\r')];
  const hashes = entries.map(({ entry }) => (entry?.type === 'frame-received.v1' ? entry.contentHash : ''));
  expect(hashes[0]).toBe(hashes[1]);
  expect(hashes[0]).not.toBe(hashes[2]);
});

test('of a frame above the limit the header is kept and answered', async () => {
  const { receiver, from, entries } = setUp();
  const { kind, reply } = await receiver.tooLarge(Buffer.from(message()), 900_000, from);
  expect([kind, entries[0]]).toMatchObject([
    'too-large',
    { type: 'frame-refused.v1', reason: 'TOO_LARGE', bytes: 900_000, controlId: '609299', reply: { code: 'AR' } },
  ]);
  expect(Buffer.from(reply ?? []).toString()).toContain('MSA|AR|609299|The frame is larger');
});
