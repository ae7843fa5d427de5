import type { Actor, EntryMode, Origin } from '../event-store/event-metadata';
import type { Position } from '../event-store/event-store';
import type { Instant } from '../time/instant';

/** Who asks, why, and since when: what becomes the metadata of every event of a command. */
export interface CommandContext {
  /** uuid5 of the user, the mutation and its idempotency key; for a lane: of message, decoding number and index. */
  readonly commandId: string;
  /** SHA-256 in hex of the input, without the key. */
  readonly inputHash: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly entryMode: EntryMode;
  readonly partner?: string;
  readonly messageId?: string;
  readonly trace?: string;
  /** Later than this the command is dropped: a process that wakes up late does nothing. Never more than 24 h ahead. */
  readonly validUntil?: Instant;
}

/** The answer to a command. `events` are those of the first success when the same command comes again (`repeated`). */
export type Handled<Event, Rejection> =
  | {
      readonly outcome: 'done';
      readonly events: readonly Event[];
      /** The last event of the command, or of the stream when the command found it already so. Undefined on an empty stream. */
      readonly position: Position | undefined;
      readonly revision: number;
      readonly repeated: boolean;
    }
  | { readonly outcome: 'rejected'; readonly rejection: Rejection }
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'expired' }
  | { readonly outcome: 'contended' };
