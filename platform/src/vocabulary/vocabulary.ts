import type { EncodedEvent, EventCodec } from '../decider/event-codec';

/**
 * The stored event types that a version of a service reads, each with the number of the vocabulary that brought it. Append-only,
 * as decoders are: a release that adds one gives it the next number.
 */
export type Vocabulary = Readonly<Record<string, number>>;

/** What every version reads, and what is written until somebody says otherwise. */
export const FIRST_VOCABULARY = 1;

/** What a vocabulary brought. */
export const since = (vocabulary: number, types: readonly string[]): Vocabulary =>
  Object.fromEntries(types.map((type) => [type, vocabulary]));

/** The newest that a version with this vocabulary knows. */
export const newestIn = (vocabulary: Vocabulary): number => Math.max(FIRST_VOCABULARY, ...Object.values(vocabulary));

/** How events are written from a vocabulary on. Undefined: this event has no other form then. */
export interface NewerForm<Event> {
  readonly since: number;
  readonly encode: (event: Event) => EncodedEvent | undefined;
}

/**
 * The codec, which writes each event in the newest form that may be written at that moment, and reads every form. `written`
 * gives the vocabulary that all instances know.
 */
export function writingAs<Event>(
  codec: EventCodec<Event>,
  newer: readonly NewerForm<Event>[],
  written: () => number,
): EventCodec<Event> {
  const newestFirst = [...newer].sort((a, b) => b.since - a.since);
  return {
    decode: (stored) => codec.decode(stored),
    encode(event) {
      const most = written();
      for (const form of newestFirst) {
        const encoded = form.since <= most ? form.encode(event) : undefined;
        if (encoded !== undefined) return encoded;
      }
      return codec.encode(event);
    },
  };
}
