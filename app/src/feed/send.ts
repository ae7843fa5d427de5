import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { framed, FrameScanner } from '@flow/ipm/adapters/mllp/frame-scanner';
import { OperatorError } from '@flow/platform/values/operator-error';
import { createTally, type Counts, type Tally } from './tally';

export interface Target {
  readonly host: string;
  readonly port: number;
}

export interface SendOptions extends Target {
  /** Messages a second; as fast as they are answered when absent. */
  readonly rate?: number;
  /** Called with each message sent and each answer. */
  readonly onProgress: (counts: Counts) => void;
  /** So long without an answer that is awaited ends the feed. */
  readonly answerMs?: number;
}

/** So many answers may be outstanding before we wait for the first of them. */
const WINDOW = 64;
const ANSWER_MS = 30_000;
/** A partner gets so long for answers that nobody asked for. */
const LAST_MS = 2_000;
const REPLY_BYTES = 1024 * 1024;

/**
 * Sends the messages in order over one connection and gives what became of them, also when the partner hung up or fell
 * silent before the end. Throws OperatorError when it cannot be reached at all.
 */
export async function sendMessages(messages: readonly Buffer[], options: SendOptions): Promise<Counts> {
  const link = await FeedLink.open(options);
  const started = performance.now();
  for (const [index, message] of messages.entries()) {
    const due = options.rate === undefined ? 0 : started + (index * 1000) / options.rate - performance.now();
    if (due > 0) await wait(due);
    if (!(await link.send(message))) break;
  }
  return link.finish();
}

class FeedLink {
  readonly #tally: Tally = createTally();
  readonly #scanner = new FrameScanner(REPLY_BYTES);
  #over = false;
  #wake: () => void = () => undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly options: SendOptions,
  ) {
    socket.setNoDelay(true);
    // A lost connection shows in what is left unanswered.
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.#data(chunk));
    socket.on('drain', () => this.#wake());
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      this.#over = true;
      this.#wake();
    });
  }

  static async open(options: SendOptions): Promise<FeedLink> {
    const { host, port } = options;
    const socket = connect({ host, port, allowHalfOpen: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', (cause) =>
        reject(
          new OperatorError(`Nobody listens on ${host}:${port}. Start the product, or name another place with --to.`, {
            cause,
          }),
        ),
      );
    });
    return new FeedLink(socket, options);
  }

  /** False when the partner has gone, or did not answer in time. */
  async send(message: Buffer): Promise<boolean> {
    if (!(await this.#until(() => this.#tally.awaited() < WINDOW && !this.socket.writableNeedDrain))) return false;
    this.#tally.sent(message);
    this.socket.write(framed(message));
    this.options.onProgress(this.#tally.counts());
    return true;
  }

  /** Says that no more comes, so that the partner gives its last answers and closes. */
  async finish(): Promise<Counts> {
    await this.#until(() => this.#tally.awaited() === 0);
    this.socket.end();
    await this.#until(() => this.#over, LAST_MS);
    this.socket.destroy();
    return this.#tally.counts();
  }

  /** False when the connection ends first, or nothing happens for too long. */
  async #until(condition: () => boolean, waitMs = this.options.answerMs ?? ANSWER_MS): Promise<boolean> {
    while (!condition()) {
      if (this.#over || !(await this.#something(waitMs))) return condition();
    }
    return true;
  }

  #something(waitMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.socket.destroy();
        resolve(false);
      }, waitMs);
      this.#wake = () => {
        clearTimeout(late);
        resolve(true);
      };
    });
  }

  #data(chunk: Buffer): void {
    for (const found of this.#scanner.push(chunk)) if (found.kind === 'frame') this.#tally.answered(found.bytes);
    this.options.onProgress(this.#tally.counts());
    this.#wake();
  }
}
