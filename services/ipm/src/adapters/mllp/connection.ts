import type { Socket } from 'node:net';
import type { LinkObserver, Refusal } from '../../application/link-observer';
import type { FrameSource, ReceivedFrame, Receiver } from '../../application/receive';
import type { PartnerConfig } from '../../domain/partner/partner-config';
import { framed, FrameScanner, type Scanned } from './frame-scanner';
import type { Pace } from './pace';

/** What a connection is served with. `partner` is asked for each frame, so a new configuration holds at once. */
export interface Serving {
  readonly id: string;
  readonly partner: () => PartnerConfig;
  readonly receiver: Receiver;
  readonly observer: LinkObserver;
  readonly monotonicMs: () => number;
  /** The partner's, for all its connections. */
  readonly pace: Pace;
  readonly onStored: (received: ReceivedFrame) => void;
  /** The store did not take a frame: the partner has it still. */
  readonly onNotStored: () => void;
}

/** More frames than this, or bytes, not yet answered: reading stops until all of them are. */
const MAX_IN_HAND = 64;
const MAX_BYTES_IN_HAND = 4 * 1024 * 1024;
/** Bytes of a frame above the limit, or of no frame, that we read before we give the connection up. */
const MAX_PASSED_OVER = 64 * 1024 * 1024;
const REPLY_MS = 30_000;
/** A drained partner gets so long to hang up by itself. */
const LINGER_MS = 500;

/**
 * One connection. Its frames reach the inbox in order, many to a commit, and are answered in order, each after it is
 * durable. When one cannot be stored, nothing more is said and the connection is closed.
 */
export class Connection {
  readonly #scanner: FrameScanner;
  #answers: Promise<void> = Promise.resolve();
  #inHand = 0;
  #bytesInHand = 0;
  #draining = false;
  /** The partner sends faster than it may: nothing is read until then. */
  #held: NodeJS.Timeout | undefined;
  /** The socket's `closed` is true before its last event has told what was lost with it. */
  readonly #over: Promise<void>;

  constructor(
    private readonly socket: Socket,
    private readonly serving: Serving,
  ) {
    this.#scanner = new FrameScanner(serving.partner().limits.frameBytes);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    socket.on('data', (chunk: Buffer) => this.#data(chunk));
    socket.on('end', () => void this.#end());
    socket.on('timeout', () => this.#timeout());
    // A lost connection is no fault of ours: what was not answered is sent again.
    socket.on('error', () => socket.destroy());
    this.#over = new Promise((resolve) => {
      socket.on('close', () => {
        this.#closed();
        resolve();
      });
    });
    // A partner that takes a new connection for each message waits for its pace there.
    this.#hold(this.serving.pace(0));
    this.#watch();
  }

  /** Reads no more, answers what was received, and closes; by force after `graceMs`. */
  async drain(graceMs: number): Promise<void> {
    this.#draining = true;
    this.socket.pause();
    const force = setTimeout(() => this.socket.destroy(), graceMs);
    await this.#answers;
    clearTimeout(force);
    this.socket.end();
    // What still comes is read and dropped: a close with unread bytes would take the last answers away from the partner.
    this.socket.resume();
    const linger = setTimeout(() => this.socket.destroy(), LINGER_MS);
    await this.#over;
    clearTimeout(linger);
  }

  #data(chunk: Buffer): void {
    if (this.#draining) return;
    this.#scanner.limitBytes = this.serving.partner().limits.frameBytes;
    const found = this.#scanner.push(chunk);
    for (const each of found) this.#take(each);
    if (this.#scanner.passedOver > MAX_PASSED_OVER) this.#refuse('too-much-garbage');
    if (this.#isFull()) this.socket.pause();
    this.#hold(this.serving.pace(found.length));
    this.#watch();
  }

  #isFull(): boolean {
    return this.#inHand >= MAX_IN_HAND || this.#bytesInHand > MAX_BYTES_IN_HAND;
  }

  #hold(ms: number): void {
    if (ms === 0 || this.socket.destroyed) return;
    this.socket.pause();
    clearTimeout(this.#held);
    this.#held = setTimeout(() => {
      this.#held = undefined;
      if (this.#isFull() || this.#draining) return;
      this.socket.resume();
      this.#watch();
    }, ms);
  }

  #take(found: Scanned): void {
    const { observer, receiver, partner } = this.serving;
    const from: FrameSource = { partner: partner(), connection: this.serving.id };
    if (found.kind === 'unterminated') {
      observer.refused(from.partner.name, 'unterminated');
    } else if (found.kind === 'too-large') {
      observer.refused(from.partner.name, 'too-large');
      this.#answer(() => receiver.tooLarge(found.head, found.bytes, from), found.head.length);
    } else {
      this.#answer(() => receiver.frame(found.bytes, from), found.bytes.length);
    }
  }

  #answer(receive: () => Promise<ReceivedFrame>, bytes: number): void {
    const started = this.serving.monotonicMs();
    const receiving = receive();
    this.#inHand += 1;
    this.#bytesInHand += bytes;
    // It may fail before its turn comes; it is looked at then.
    receiving.catch(() => undefined);
    this.#answers = this.#answers.then(() => this.#settle(receiving, started)).then(() => this.#settled(bytes));
  }

  async #settle(receiving: Promise<ReceivedFrame>, started: number): Promise<void> {
    const { observer, partner, monotonicMs, onStored, onNotStored } = this.serving;
    try {
      const received = await receiving;
      observer.received(partner().name, received.kind);
      onStored(received);
      if (received.reply && !this.socket.destroyed) {
        await this.#write(framed(received.reply));
        observer.acknowledged(partner().name, monotonicMs() - started);
      }
      observer.answered?.(partner().name, received, monotonicMs() - started);
    } catch {
      onNotStored();
      this.#refuse('not-stored');
    }
  }

  #settled(bytes: number): void {
    this.#inHand -= 1;
    this.#bytesInHand -= bytes;
    if (this.#inHand > 0 || this.#draining || this.#held) return;
    this.socket.resume();
    this.#watch();
  }

  /** Waits while the partner does not take its answers. */
  async #write(reply: Buffer): Promise<void> {
    if (this.socket.write(reply)) return;
    const slow = setTimeout(() => this.#refuse('reply-not-taken'), REPLY_MS);
    await new Promise<void>((resolve) => {
      this.socket.once('drain', resolve);
      this.socket.once('close', () => resolve());
    });
    clearTimeout(slow);
  }

  /** The partner has sent all it will: it gets the answers that it waits for. */
  async #end(): Promise<void> {
    await this.#answers;
    this.socket.end();
  }

  #watch(): void {
    const { halfFrameMs, idleMs } = this.serving.partner().limits;
    this.socket.setTimeout(this.#scanner.midFrame ? halfFrameMs : idleMs);
  }

  #timeout(): void {
    if (this.#inHand > 0 || this.#held) return;
    if (this.#scanner.midFrame) this.socket.destroy();
    else this.#refuse('idle');
  }

  #refuse(reason: Refusal): void {
    if (this.socket.destroyed) return;
    this.serving.observer.refused(this.serving.partner().name, reason);
    this.socket.destroy();
  }

  #closed(): void {
    clearTimeout(this.#held);
    if (this.#scanner.midFrame) this.serving.observer.refused(this.serving.partner().name, 'half-frame');
  }
}
