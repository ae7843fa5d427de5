import { createBook, type Book } from '@flow/platform/decider/book';
import { createStreamHandler } from '@flow/platform/decider/stream-handler';
import type { EventStore } from '@flow/platform/event-store/event-store';
import { storedTasks } from '@flow/platform/tasks/stored-tasks';
import type { Tracing } from '@flow/platform/telemetry/tracing';
import type { Clock } from '@flow/platform/time/clock';
import type { BedsTasks, Stays } from '../../application/ports';
import { bookDecider } from '../../domain/book/book';
import type { BookCommand } from '../../domain/book/commands';
import type { BookEvent } from '../../domain/book/events';
import type { BookRejection } from '../../domain/book/rejections';
import type { BookState } from '../../domain/book/state';
import { carryForward } from '../../domain/book/carry-forward';
import { stayDecider } from '../../domain/stay/stay';
import { BEDS_TASKS } from '../../domain/task/task-kinds';
import { bookEventCodec } from './book-event-codec';
import { stayEventCodec } from './stay-event-codec';
import { bedsTaskCodec } from './task-event-codec';

export interface StreamDeps {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly tracing?: Tracing | undefined;
}

export interface BookDeps extends StreamDeps {
  /** Lower-case letters, digits and dashes; by default the whole trust is one estate. */
  readonly estate: string;
  /** Events in a book before the next is opened; 20,000 unless given. */
  readonly limit?: number;
}

/** What the use cases, the check and the live boards want of a book. */
export type StoredBook = Book<BookCommand, BookEvent, BookState, BookRejection>;

/** The book: `occupancy-<estate>.<n>`. */
export function storedBook({ limit, ...deps }: BookDeps): StoredBook {
  return createBook({
    ...{ ...deps, decider: bookDecider, codec: bookEventCodec, category: 'occupancy', carryForward },
    ...(limit !== undefined && { limit }),
  });
}

/** Stays: `stay-<id>`. */
export function storedStays(deps: StreamDeps): Stays {
  const streams = createStreamHandler({ ...deps, decider: stayDecider, codec: stayEventCodec });
  return {
    handle: (stayId, command, context) => streams.handle(`stay-${stayId}`, command, context),
    load: (stayId) => streams.load(`stay-${stayId}`),
  };
}

/** Tasks: `task-<id>`. */
export const storedBedsTasks = (deps: StreamDeps): BedsTasks =>
  storedTasks({ ...deps, kinds: BEDS_TASKS, codec: bedsTaskCodec });
