import type { EventStore, NewEvent, Position, RecordedEvent, Appended } from '../event-store/event-store';
import type { Decider } from './decider';
import type { EventCodec } from './event-codec';
import { createRecentCommands, type RecentCommands } from './recent-commands';

/** A stream's state, as fresh as its last event. `revision` is -1 and `position` undefined for one that was never written. */
export interface Loaded<State> {
  readonly state: State;
  readonly revision: number;
  readonly position: Position | undefined;
}

export interface Folded<State> extends Loaded<State> {
  readonly stream: string;
}

/** One stream, folded in memory and brought up to date by its tail. */
export interface FoldedStream<Event, State> {
  readonly stream: string;
  readonly recent: RecentCommands;
  /** As of the last read. */
  current(): Folded<State>;
  /** Reads what others have written since. */
  catchUp(): Promise<Folded<State>>;
  /** Goes on after an append of our own, without reading it. */
  took(events: readonly Event[], stored: readonly NewEvent[], appended: Appended): void;
}

export interface FoldedStreamOptions<Event, State> {
  readonly store: EventStore;
  readonly decider: Pick<Decider<never, Event, State, unknown>, 'initialState' | 'evolve'>;
  readonly codec: EventCodec<Event>;
  readonly stream: string;
  /** Kept over several streams, when they are one boundary. */
  readonly recent?: RecentCommands;
  /** Told each event whose type begins with one of the prefixes of bookkeeping; it is not folded. */
  readonly onBookkeeping?: (event: RecordedEvent) => boolean;
}

const PAGE = 2000;

/** Reads a stream from a revision to its end, page by page. False when it does not exist. */
export async function readOn(
  store: EventStore,
  stream: string,
  from: number,
  take: (events: readonly RecordedEvent[]) => void,
): Promise<boolean> {
  let next = from;
  for (;;) {
    const { exists, events } = await store.read(stream, { from: next, limit: PAGE });
    take(events);
    const last = events.at(-1);
    if (last === undefined || events.length < PAGE) return exists;
    next = last.revision + 1;
  }
}

export function foldStream<Event, State>(options: FoldedStreamOptions<Event, State>): FoldedStream<Event, State> {
  const { store, decider, codec, stream, recent = createRecentCommands(), onBookkeeping = () => false } = options;
  const empty: Folded<State> = { stream, state: decider.initialState, revision: -1, position: undefined };
  let at = empty;

  function fold(event: RecordedEvent): void {
    const state = onBookkeeping(event) ? at.state : decider.evolve(at.state, codec.decode(event));
    at = { stream, state, revision: event.revision, position: event.position };
    recent.note(event);
  }
  return {
    stream,
    recent,
    current: () => at,
    async catchUp() {
      const exists = await readOn(store, stream, at.revision + 1, (events) => events.forEach(fold));
      if (!exists) at = empty;
      return at;
    },
    took(events, stored, { revision, position }) {
      const first = revision - stored.length + 1;
      stored.forEach(({ metadata }, index) => recent.note({ stream, revision: first + index, position, metadata }));
      at = {
        stream,
        state: events.reduce((state, event) => decider.evolve(state, event), at.state),
        revision,
        position,
      };
    },
  };
}
