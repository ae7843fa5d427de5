import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import type { Clock } from '@flow/platform/time/clock';
import type { BookState } from '../../domain/book/state';
import { nextView, shownPatients, type BoardView } from './board-view';
import type { DetailsKeeper } from './details-keeper';
import type { LiveBook } from './live-book';
import { createNews, type Wait } from './news';
import { parkedNow, type ParkedPatients } from './parked-patients';

export interface LiveBoardDeps {
  readonly book: LiveBook;
  readonly epoch: string;
  readonly clock: Clock;
  readonly details: (onArrived: () => void) => DetailsKeeper;
  readonly parked: (onChanged: () => void) => ParkedPatients;
  readonly wait: Wait;
  readonly beatMs?: number;
}

/** The boards of one instance: what they show, and when that changes. */
export interface LiveBoard {
  /** Takes events of the book. The boards show them within a tick. */
  take(events: readonly RecordedEvent[]): void;
  view(): BoardView;
  /** `<store epoch>:<position>` of the last event shown: the same on every instance that shows it. */
  version(): string;
  /** Resolves when the boards show that version, or after so long: whether they do. */
  waitFor(version: string, timeoutMs: number): Promise<boolean>;
  /** Before this version it cannot be said what has changed. */
  readonly floor: string;
  /** Grows with each heartbeat. */
  beats(): number;
  /** Told of each new view and each heartbeat. The function given back ends it. */
  onNews(listener: () => void): () => void;
  /** How many patients are shown without their details. */
  missingDetails(): number;
  /** Whether it is known of whom messages are parked. */
  isParkedKnown(): boolean;
  stop(): Promise<void>;
}

/** After a rest a change is shown at once: what is written with it comes with it. */
const GATHER_MS = 1;
/** A view follows another no sooner: a burst of messages is few changes of the screens. */
const TICK_MS = 40;
/** A change waits so long for the names of whom it shows: nobody's name goes and comes again at each message. */
const NAMED_WITHIN_MS = 40;
/** Making views takes a fifth of the time at most, however large the hospital and the burst. */
const SHARE = 4;
const BEAT_MS = 5000;
const NOTHING_YET = '';

export const versionOf = (epoch: string, position: string): string => `${epoch}:${position}`;

/** The position of a version of this epoch; undefined for one of another life of the store. */
export function positionIn(epoch: string, version: string): string | undefined {
  return version.startsWith(`${epoch}:`) ? version.slice(epoch.length + 1) : undefined;
}

interface Shown {
  readonly view: BoardView;
  /** Of the last event shown. */
  readonly position: string;
  /** How many views showed it before this one: what came without an event, a name or a doubt, makes another. */
  readonly late: number;
}

interface MadeFrom {
  readonly book: LiveBook;
  readonly clock: Clock;
  readonly keeper: DetailsKeeper;
  readonly parked: ParkedPatients;
}

function shownNext(before: Shown | undefined, { book, clock, keeper, parked }: MadeFrom): Shown {
  const { state, position = NOTHING_YET } = book;
  const late = before?.position === position ? before.late + 1 : 0;
  const stamp = late === 0 ? position : `${position}~${String(late).padStart(9, '0')}`;
  const options = {
    ...{ state, at: clock.now(), parked: parkedNow(state, parked.told()), arrived: keeper.arrived() },
    detailsOf: (patientId: string, revision: number) => keeper.get(patientId, revision),
  };
  return { view: nextView(before?.view, options, stamp), position, late };
}

/** When the next view may be made. */
function createPace(clock: Clock) {
  let restUntilMs = -Infinity;
  return {
    waitMs: () => Math.max(GATHER_MS, restUntilMs - clock.monotonicMs()),
    making(work: () => void) {
      const begun = clock.monotonicMs();
      work();
      const made = clock.monotonicMs();
      restUntilMs = made + Math.max(TICK_MS, SHARE * (made - begun));
    },
  };
}

/** Asks for the details of whoever is shown by now; tells whether everybody's are there. Looks at a book once. */
function naming({ keeper, book }: MadeFrom): () => boolean {
  let asked: BookState | undefined;
  return () => {
    if (asked !== book.state) keeper.want(shownPatients(book.state));
    asked = book.state;
    return keeper.missing() === 0;
  };
}

async function keepBeating(wait: () => Promise<void>, signal: AbortSignal, beat: () => void): Promise<void> {
  while (!signal.aborted) {
    await wait();
    beat();
  }
}

export function createLiveBoard({ book, epoch, clock, wait, beatMs = BEAT_MS, ...deps }: LiveBoardDeps): LiveBoard {
  const over = new AbortController();
  const news = createNews(wait, over.signal);
  const arrivals = createNews(wait, over.signal);
  const keeper = deps.details(() => {
    arrivals.tell();
    schedule();
  });
  const parked = deps.parked(() => schedule());
  let beats = 0;
  const pace = createPace(clock);
  let ticking: Promise<void> | undefined;
  const from = { book, clock, keeper, parked };
  let shown = shownNext(undefined, from);
  const floor = shown.position;
  const isNamed = naming(from);
  isNamed();

  async function tick(): Promise<void> {
    await wait(pace.waitMs(), over.signal);
    await arrivals.until(isNamed, NAMED_WITHIN_MS);
    ticking = undefined;
    if (over.signal.aborted) return;
    pace.making(() => (shown = shownNext(shown, from)));
    news.tell();
  }
  function schedule(): void {
    if (!over.signal.aborted) ticking ??= tick();
  }

  const beating = keepBeating(
    async () => wait(beatMs, over.signal),
    over.signal,
    () => {
      beats += 1;
      news.tell();
    },
  );

  return {
    take(events) {
      book.take(events);
      schedule();
    },
    view: () => shown.view,
    version: () => versionOf(epoch, shown.position),
    waitFor(wanted, timeoutMs) {
      const at = positionIn(epoch, wanted);
      return at === undefined ? Promise.resolve(false) : news.until(() => shown.position >= at, timeoutMs);
    },
    floor,
    beats: () => beats,
    onNews: (listener) => news.listen(listener),
    missingDetails: () => keeper.missing(),
    isParkedKnown: () => parked.isKnown(),
    async stop() {
      over.abort();
      news.tell();
      await Promise.all([beating, ticking, keeper.stop(), parked.stop()]);
    },
  };
}
