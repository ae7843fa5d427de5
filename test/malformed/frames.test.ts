import { framed } from '@flow/ipm/adapters/mllp/frame-scanner';
import {
  connectPeer,
  openTestLink,
  partnerConfig,
  type TestLink,
  type TestPeer,
} from '@flow/ipm/adapters/mllp/testing';
import { createMessageReader } from '@flow/ipm/application/read-message';
import { outcomeLine } from '@flow/ipm/corpora-outcomes';
import type { InboxEvent } from '@flow/ipm/domain/inbox/inbox-event';
import { instant } from '@flow/platform/time/instant';
import { judge, readTable, writeUpdated, type Row } from './table';
import { bytesOf, textOf } from './text';

/**
 * Malformed frames and messages through a real listener: each has exactly these answers, leaves the connection so, is stored
 * so, and is decoded so. After each a message in order is sent, which a connection that is kept has to answer.
 */
interface Became {
  /** As they come, MSH-10 as `#`. */
  readonly answers: readonly string[];
  readonly connection: 'kept' | 'closed';
  /** Type, control id and outcome of each entry of the inbox. */
  readonly stored: readonly string[];
  /** What was counted as refused. */
  readonly refused?: readonly string[];
}

interface FrameRow extends Row<Became> {
  readonly partner?: object;
  readonly send: readonly string[];
  readonly byteByByte?: boolean;
  /** The partner closes its end after the last byte. */
  readonly hangUp?: boolean;
}

const TABLE = 'frames.json';
const PARTNER = {
  hospitalNumber: { authority: 'RXX', toldAs: ['PAS'] },
  location: {
    places: [
      { ward: 'A1', wardId: 'A1' },
      { ward: 'A1', bed: '01', wardId: 'A1', bedId: 'A1-01' },
    ],
  },
};
const NEXT = 'MSH|^~\\&|iPM|iIE|FLOW|RXX|20260105105702||ADT^A28|NEXT|P|2.4\rPID|1||N9^^^PAS\r';
const RECEIVED = instant('2026-01-05T11:00:00.000Z');

const isNext = (reply: string): boolean => /\rMSA\|[A-Z]{2}\|NEXT\r/.test(reply);

async function sendRow(peer: TestPeer, { send, byteByByte = false, hangUp = false }: FrameRow): Promise<void> {
  for (const text of send) {
    const bytes = bytesOf(text);
    const packets = byteByByte ? Array.from(bytes, (byte) => Buffer.of(byte)) : [bytes];
    for (const packet of packets) await peer.send(packet);
  }
  if (hangUp) peer.socket.end();
  else await peer.send(framed(Buffer.from(NEXT)));
}

/** Replies up to that to the message in order; all of them where the connection ends first. */
async function repliesOf(peer: TestPeer): Promise<readonly string[]> {
  for (let count = 1; ; count += 1) {
    const replies = await peer.replies(count).catch(() => undefined);
    if (replies === undefined) return peer.replies(count - 1);
    if (replies.some(isNext)) return replies;
  }
}

function storedAs(entry: InboxEvent, partner: object): string {
  const config = partnerConfig({ ...PARTNER, ...partner });
  const { decoding } = createMessageReader({ config: () => config })({ ...entry, receivedAt: RECEIVED });
  const id = 'controlId' in entry ? textOf(Buffer.from(entry.controlId ?? '', 'latin1')) : '';
  const type = 'messageType' in entry ? (entry.messageType ?? '') : '';
  return outcomeLine(`${entry.type} ${id}`.trimEnd(), type, decoding).replaceAll('\t', ' ').replace(/ +/g, ' ');
}

async function become(link: TestLink, peer: TestPeer, row: FrameRow): Promise<Became> {
  await sendRow(peer, row);
  const replies = await repliesOf(peer);
  const isKept = replies.some(isNext);
  if (!isKept) await peer.closed;
  const stored = isKept ? link.entries.slice(0, -1) : link.entries;
  const refused = link.seen.filter((each) => each.startsWith('refused'));
  return {
    answers: replies
      .filter((reply) => !isNext(reply))
      .map((reply) => textOf(Buffer.from(reply, 'latin1')).replace(/[0-9A-F]{20}/, '#')),
    connection: isKept ? 'kept' : 'closed',
    stored: stored.map((entry) => storedAs(entry, row.partner ?? {})),
    ...(refused.length > 0 && { refused }),
  };
}

describe('malformed frames and messages', () => {
  const rows = readTable(TABLE) as readonly FrameRow[];
  const updated = new Map<string, Became>();
  afterAll(() => writeUpdated(TABLE, rows, updated));

  it('are many', () => expect(rows.length).toBeGreaterThan(100));

  it.each(rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const link = await openTestLink({ ...PARTNER, ...row.partner });
    const peer = await connectPeer(link.listener.port);
    try {
      judge(row, await become(link, peer, row), updated);
    } finally {
      peer.socket.destroy();
      await link.listener.close(1_000);
    }
  });
});
