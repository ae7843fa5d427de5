import { connect, type Socket } from 'node:net';
import { randomIds } from '@flow/platform/ids/ids';
import { systemClock, type Clock } from '@flow/platform/time/clock';
import type { Inbox } from '../../application/inbox';
import type { LinkObserver } from '../../application/link-observer';
import { createReceiver } from '../../application/receive';
import type { InboxEvent } from '../../domain/inbox/inbox-event';
import { parsePartnerConfig } from '../partners/partner-file';
import { FrameScanner } from './frame-scanner';
import { openListener, type Listener } from './listener';

/** An inbox in memory. `refuse` makes the store unavailable; `hold` keeps entries waiting until `release`. */
export function memoryInbox() {
  const entries: InboxEvent[] = [];
  const state = { refuse: false };
  const inbox: Inbox = {
    async add(entry) {
      if (state.refuse) throw new Error('The store is away.');
      entries.push(entry);
      return { stream: 'inbox-test', revision: entries.length - 1, position: String(entries.length) as never };
    },
  };
  return { entries, inbox, state };
}

/** Counts as text, in the order they came. */
export function recordedObserver() {
  const seen: string[] = [];
  const observer: LinkObserver = {
    received: (_partner, kind) => seen.push(`received ${kind}`),
    acknowledged: () => seen.push('acknowledged'),
    refused: (_partner, reason) => seen.push(`refused ${reason}`),
    connections: () => undefined,
  };
  return { seen, observer };
}

export interface TestLink {
  readonly listener: Listener;
  readonly entries: readonly InboxEvent[];
  readonly seen: readonly string[];
  readonly state: { refuse: boolean };
}

export const partnerConfig = (more: object = {}) =>
  parsePartnerConfig({ name: 'test', listen: { port: 0 }, hospitalNumber: { authority: 'RXX' }, ...more });

/** A real listener on a port of the system's choice, over an inbox in memory. */
export async function openTestLink(
  more: object = {},
  tls?: { key: string; cert: string; ca?: string },
  clock: Clock = systemClock,
): Promise<TestLink> {
  const { entries, inbox, state } = memoryInbox();
  const { seen, observer } = recordedObserver();
  const receiver = createReceiver({ inbox, clock, ids: randomIds, hl7Time: () => '20260105105702' });
  const config = partnerConfig(more);
  const listener = await openListener({ config, ...(tls && { tls }) }, { receiver, observer, clock });
  return { listener, entries, seen, state };
}

/** A partner's end of a connection: sends raw bytes and gathers the frames that come back. */
export interface TestPeer {
  readonly socket: Socket;
  send(bytes: Buffer | string): Promise<void>;
  /** Resolves with all replies once there are so many. */
  replies(count: number): Promise<readonly string[]>;
  readonly closed: Promise<void>;
}

export async function connectPeer(port: number, socket: Socket = connect(port, '127.0.0.1')): Promise<TestPeer> {
  const scanner = new FrameScanner(1_000_000);
  const got: string[] = [];
  let check = () => {};
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    for (const found of scanner.push(chunk)) if (found.kind === 'frame') got.push(found.bytes.toString('latin1'));
    check();
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  if (socket.connecting) await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return {
    socket,
    send: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
    replies: (count) =>
      new Promise((resolve, reject) => {
        check = () => got.length >= count && resolve(got);
        void closed.then(() => reject(new Error(`Closed after ${got.length} of ${count} replies.`)));
        check();
      }),
    closed,
  };
}

/** `AA:17` of each reply. */
export const codes = (replies: readonly string[]): string[] =>
  replies.map((reply) => {
    const [, code = '', id = ''] = reply.split('\r')[1]?.split('|') ?? [];
    return `${code}:${id}`;
  });
