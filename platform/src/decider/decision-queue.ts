import { AppendTooLarge, WrongExpectedRevision } from '../event-store/errors';
import type { Appended, EventStore } from '../event-store/event-store';
import type { Clock } from '../time/clock';
import { answerTo, type Written } from './answers';
import { appendCertainly, pause } from './append-certainly';
import { decideBatch, type Asked, type Batch } from './command-batch';
import type { Decider } from './decider';
import type { EventCodec } from './event-codec';
import type { Folded, FoldedStream } from './folded-stream';
import type { CommandContext, Handled } from './handler';

/** How often, and how long, a command is decided again because others were faster. Three tries fail 298 of 300 racing agents. */
const MOST_TRIES = 20;
const LONGEST_MS = 2000;
const MOST_AT_ONCE = 64;

/** What one queue decides on. A book is several streams in turn, so the stream may be another at each batch. */
export interface Boundary<Event, State> {
  /** Up to date, and open for appends. */
  ready(): Promise<FoldedStream<Event, State>>;
}

export interface DecisionQueueOptions<Command, Event, State, Rejection> {
  readonly store: EventStore;
  readonly clock: Clock;
  /** Never going back within the process. */
  readonly recordedAt: Pick<Clock, 'now'>;
  readonly decider: Decider<Command, Event, State, Rejection>;
  readonly codec: EventCodec<Event>;
  readonly boundary: Boundary<Event, State>;
}

/** What to ask, once the state is known; undefined: nothing any more. Called again with a fresher state after a conflict. */
export type Build<Command, State> = (state: State) => Command | undefined | Promise<Command | undefined>;

interface Waiting<Command, Event, State, Rejection> {
  readonly build: Build<Command, State>;
  readonly context: CommandContext;
  readonly since: number;
  tries: number;
  readonly resolve: (handled: Handled<Event, Rejection>) => void;
  readonly reject: (error: unknown) => void;
}

/** One queue a boundary: one append in flight, many commands in it, each decided on the tail as read just before. */
export class DecisionQueue<Command, Event, State, Rejection> {
  private waiting: Waiting<Command, Event, State, Rejection>[] = [];
  private mostAtOnce = MOST_AT_ONCE;
  private running = false;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: DecisionQueueOptions<Command, Event, State, Rejection>) {}

  async handle(build: Build<Command, State>, context: CommandContext): Promise<Handled<Event, Rejection>> {
    return new Promise((resolve, reject) => {
      const since = this.options.clock.monotonicMs();
      this.waiting.push({ build, context, since, tries: 0, resolve, reject });
      if (this.running) return;
      this.running = true;
      // Those who ask in the same tick share the batch.
      queueMicrotask(() => void this.run());
    });
  }

  async load(): Promise<Folded<State>> {
    return this.inTurn(async () => (await this.options.boundary.ready()).current());
  }

  /** Nobody waits. */
  idle(): boolean {
    return !this.running;
  }

  /** One reader or writer of the folded state at a time. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const items = this.waiting.splice(0, this.mostAtOnce);
      this.mostAtOnce = MOST_AT_ONCE;
      try {
        await this.inTurn(async () => this.batchOf(items));
      } catch (error) {
        this.rejectTaken(items, error);
      }
    }
    this.running = false;
  }

  /** Those who were put back wait for the next batch, which decides them whatever became of this one. */
  private rejectTaken(items: readonly Waiting<Command, Event, State, Rejection>[], error: unknown): void {
    const waiting = new Set(this.waiting);
    for (const item of items) if (!waiting.has(item)) item.reject(error);
  }

  private async batchOf(items: readonly Waiting<Command, Event, State, Rejection>[]): Promise<void> {
    const { decider, codec, clock, recordedAt } = this.options;
    const folded = await this.options.boundary.ready();
    const before = folded.current();
    const { able, asked } = await this.built(items, before.state);
    const now = clock.now();
    const deciding = { decider, codec, recent: folded.recent, now, recordedAt: recordedAt.now() };
    const batch = decideBatch(deciding, before, asked);
    folded.recent.tidy(now);
    const decided = able.slice(0, batch.verdicts.length);
    this.waiting.unshift(...able.slice(batch.verdicts.length));
    let appended: Appended | undefined;
    try {
      appended = await this.write(batch, before);
    } catch (error) {
      await this.notAppended(error, decided, folded);
      return;
    }
    if (appended) folded.took(batch.events, batch.stored, appended);
    await this.answer(decided, { before, batch, appended });
  }

  private async write(
    batch: Batch<Event, Rejection>,
    { stream, revision }: Folded<State>,
  ): Promise<Appended | undefined> {
    return batch.stored.length === 0 ? undefined : appendCertainly(this.options, stream, revision, batch.stored);
  }

  /** What each asks now; those whose question could not be put are told so and leave. */
  private async built(items: readonly Waiting<Command, Event, State, Rejection>[], state: State) {
    const able: Waiting<Command, Event, State, Rejection>[] = [];
    const asked: Asked<Command>[] = [];
    const built = await Promise.allSettled(items.map(async ({ build }) => build(state)));
    items.forEach((item, index) => {
      const one = built[index];
      if (one?.status === 'fulfilled') {
        able.push(item);
        asked.push({ command: one.value, context: item.context });
      } else item.reject(one?.reason);
    });
    return { able, asked };
  }

  private async answer(
    items: readonly Waiting<Command, Event, State, Rejection>[],
    written: Written<Event, Rejection>,
  ): Promise<void> {
    const answers = items.map(async ({ resolve, reject }, index) => {
      const verdict = written.batch.verdicts[index];
      if (verdict) await answerTo(this.options, verdict, written).then(resolve, reject);
    });
    await Promise.all(answers);
  }

  private async notAppended(
    error: unknown,
    items: readonly Waiting<Command, Event, State, Rejection>[],
    folded: FoldedStream<Event, State>,
  ): Promise<void> {
    if (error instanceof WrongExpectedRevision) {
      await this.untilVisible(folded, error.actual);
      this.again(items);
    } else if (error instanceof AppendTooLarge && items.length > 1) {
      this.mostAtOnce = 1;
      this.waiting.unshift(...items);
    } else {
      for (const item of items) item.reject(error);
    }
  }

  /** Those who were overtaken come first in the next batch, unless they have waited too long. */
  private again(items: readonly Waiting<Command, Event, State, Rejection>[]): void {
    const now = this.options.clock.monotonicMs();
    const kept = items.filter((item) => {
      item.tries += 1;
      if (item.tries < MOST_TRIES && now - item.since < LONGEST_MS) return true;
      item.resolve({ outcome: 'contended' });
      return false;
    });
    this.waiting.unshift(...kept);
  }

  /** A replica may answer before it has what made us lose: deciding on it would lose again. */
  private async untilVisible(
    folded: FoldedStream<Event, State>,
    actual: WrongExpectedRevision['actual'],
  ): Promise<void> {
    if (typeof actual !== 'number') return;
    const { clock } = this.options;
    const since = clock.monotonicMs();
    while ((await folded.catchUp()).revision < actual && clock.monotonicMs() - since < LONGEST_MS) await pause(2);
  }
}
