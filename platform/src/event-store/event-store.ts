import type { Brand } from '../values/brand';
import type { JsonObject } from '../values/json';
import type { EventMetadata } from './event-metadata';

/** The largest append that any engine takes, in bytes of ids, types, data and metadata together (EventStoreDB's limit). */
export const MAX_APPEND_BYTES = 1_048_576;

/**
 * Where an event stands among all streams. Opaque text whose order is the order of the store: commit and prepare position,
 * each in 20 digits. Positions jump; nothing may count on the next being one more.
 */
export type Position = Brand<'Position'>;

/** `no-stream`: it must not exist. A number: its last revision must be this. There is no "any". */
export type ExpectedRevision = 'no-stream' | number;

export interface NewEvent {
  /** A UUID derived from stream, command and index, so that a repeated append is recognised. */
  readonly id: string;
  /** The stored name with its version, such as `bed-held.v1`. */
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  /** 0 for the first event of a stream. */
  readonly revision: number;
  readonly position: Position;
}

export interface Appended {
  /** Revision of the last event written. */
  readonly revision: number;
  readonly position: Position;
}

export interface StreamPage {
  /** False when the stream was never written, or is deleted. */
  readonly exists: boolean;
  readonly events: readonly RecordedEvent[];
}

export interface ReadOptions {
  /** First revision of the page, inclusive. Forwards from 0 and backwards from the end unless given. */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  /** At most this many events, 1 to 4096. */
  readonly limit: number;
}

export interface SubscribeOptions {
  /** Streams whose names begin with one of these, such as `stay-`. */
  readonly prefixes: readonly string[];
  /** Events after this position; from the first when absent. Only positions of events that were handled may be kept. */
  readonly after?: Position | undefined;
  /** Ends the subscription. */
  readonly signal: AbortSignal;
  /** At most this many events a batch; 500 unless given. */
  readonly maxBatch?: number;
}

export interface EventBatch {
  readonly events: readonly RecordedEvent[];
  /** A hint that the store had no later event when this left it. It may come early and more than once; `events` may be empty. */
  readonly caughtUp: boolean;
}

/**
 * Appends to ONE stream, reads, and follows. Nothing spans two streams. Streams are `<category>-<id>`.
 * Errors: WrongExpectedRevision, AppendTooLarge, OutcomeUnknown (the append may or may not be there: repeat it
 * identically), StoreUnavailable (nothing was written).
 */
export interface EventStore {
  /** The same ids at the same expected revision again give the first result. The same id at a later revision is written again. */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;
  read(stream: string, options: ReadOptions): Promise<StreamPage>;
  /**
   * Events of all matching streams in order, at least once: batches may be delivered again. Resumes by itself after every
   * loss, with back-off, until the signal. Ends without an error when the signal fires.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<EventBatch>;
  /** Hides the stream and its events from reads. Never a tombstone: it may be written again, revisions going on. */
  deleteStream(stream: string, expected: ExpectedRevision): Promise<void>;
  /** Events before this revision are no longer read. */
  truncateBefore(stream: string, revision: number): Promise<void>;
  /** At most this many of the last events are read. */
  setMaxCount(stream: string, count: number): Promise<void>;
  /** Names this store and its life: another after a restore or a start from nothing. Part of every version shown outside. */
  epoch(): Promise<string>;
}
