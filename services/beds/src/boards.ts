import { BOOKS_OPENED, isBookkeeping } from '@flow/platform/decider/book-events';
import type { Loaded } from '@flow/platform/decider/folded-stream';
import type { Documents } from '@flow/platform/documents/documents';
import type { EventStore } from '@flow/platform/event-store/event-store';
import type { GraphPeer } from '@flow/platform/graphql/peer';
import { startFollowing } from '@flow/platform/running/follow';
import { pause } from '@flow/platform/running/pause';
import type { Running } from '@flow/platform/running/running';
import type { Log } from '@flow/platform/telemetry/log';
import type { Metrics } from '@flow/platform/telemetry/metrics';
import type { Tracing } from '@flow/platform/telemetry/tracing';
import type { Clock } from '@flow/platform/time/clock';
import { laterBy, type Instant } from '@flow/platform/time/instant';
import { openPatientDetailsStore, type KeptPatientDetails } from './adapters/documents/patient-details-store';
import { bookEventCodec } from './adapters/eventstore/book-event-codec';
import type { HowComplete } from './adapters/graphql/frame-makers';
import { createParkedPatientsSource } from './adapters/peers/parked-patients-source';
import { createPartnerLinks } from './adapters/peers/partner-links';
import { createPatientDetailsSource } from './adapters/peers/patient-details-source';
import { createCompleteness } from './application/live/completeness';
import { createDetailsKeeper } from './application/live/details-keeper';
import { createLiveBoard, type LiveBoard } from './application/live/live-board';
import { keepParkedPatients } from './application/live/parked-patients';
import { createShownTraces, type ShownTraces } from './application/live/shown-traces';
import type { BookState } from './domain/book/state';
import { createLiveBook } from './application/live/live-book';
import { watchOwnStore } from './own-store';

export interface BoardsDeps {
  readonly book: LastBook;
  readonly events: EventStore;
  readonly documents: Documents;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly tracing?: Tracing | undefined;
  readonly peers: (service: string) => GraphPeer;
  readonly beatMs: number;
}

/** The book of beds, which knows its last stream. */
export interface LastBook {
  load(): Promise<Loaded<BookState> & { readonly stream: string }>;
}

export interface Boards extends Running {
  readonly board: LiveBoard;
  readonly epoch: string;
  readonly howComplete: HowComplete;
  readonly tracesSince: ShownTraces['since'];
  readonly details: KeptPatientDetails;
}

/** How long the details of a patient are kept after they left the boards. */
export const KEPT_MS = 30 * 86_400_000;

/** The last book as the store has it now; undefined while nobody has written one. */
async function lastBook({ book }: Pick<BoardsDeps, 'book'>) {
  const { stream, state, position } = await book.load();
  return position === undefined ? undefined : { stream, state, position };
}

/** The boards of this instance, folded from the book's own events and followed from then on. */
export async function startBoards(deps: BoardsDeps): Promise<Boards> {
  const { events, clock, log, metrics, tracing, peers, beatMs } = deps;
  const epoch = await events.epoch();
  const details = await openPatientDetailsStore(deps.documents, () => laterBy(clock.now(), KEPT_MS));
  const from = await lastBook(deps);
  const book = createLiveBook({
    codec: bookEventCodec,
    isBookkeeping,
    openedType: BOOKS_OPENED,
    ...(from && { from }),
  });
  const source = createPatientDetailsSource(peers('patients'));
  const keeper = (onArrived: () => void) =>
    createDetailsKeeper({ source, store: details, onArrived, log, wait: pause });
  const parkedSource = createParkedPatientsSource(peers('ipm'));
  const parked = (onChanged: () => void) =>
    keepParkedPatients({ source: parkedSource, onChanged, wait: pause, everyMs: beatMs });
  const board = createLiveBoard({ book, epoch, clock, details: keeper, parked, wait: pause, beatMs });
  const traces = createShownTraces({ tracing, clock });
  // The first to hear of a view: frames that are made of it ask what it shows.
  board.onNews(() => traces.showed(board.view().stamp));
  let behindSince: Instant | undefined = clock.now();
  let stream = from?.stream;
  const following = startFollowing({
    store: events,
    prefixes: ['occupancy-'],
    after: from?.position,
    name: 'live-boards',
    log,
    metrics,
    clock,
    apply(batch, caughtUp) {
      board.take(batch);
      traces.took(batch, book.state);
      stream = batch.at(-1)?.stream ?? stream;
      behindSince = caughtUp ? undefined : (batch.at(-1)?.metadata.recordedAt ?? behindSince);
    },
  });
  const howComplete = createCompleteness({
    clock,
    links: createPartnerLinks(peers('ipm')),
    behindSince: () => behindSince,
    own: watchOwnStore({ events, following, stream: () => stream, clock, log }),
    missingDetails: () => board.missingDetails(),
    isParkedKnown: () => board.isParkedKnown(),
  });
  return {
    ...{ board, epoch, howComplete, details, tracesSince: traces.since },
    readiness: () => following.readiness(),
    async stop() {
      await following.stop();
      await board.stop();
    },
  };
}
