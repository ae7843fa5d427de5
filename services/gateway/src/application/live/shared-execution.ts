import { traced, type Watch } from '@flow/platform/telemetry/tracing';
import type { AuditTrail } from '../audit-trail';
import { createFirstFrames, type FirstFrames } from './first-frames';
import type { Frame, FrameSource, LiveQuery } from './frame';
import { endSeat, seatOf, wants, type Seat, type Subscriber } from './seat';
import { createShowing, type Showing } from './showing';

export interface SharedExecutionDeps extends Watch {
  readonly audit: AuditTrail;
  /** The errors, as JSON text, of a subscription that cannot go on. */
  readonly brokenErrors: (correlationId: string) => string;
}

/** So many frames wait at most for a subscriber that has not had its first. */
const MOST_HELD = 10_000;

/**
 * One execution of a live field for everyone who may see the same. It ends with its last subscriber, or when its source does;
 * `over` is called once then.
 *
 * Who joins sits down first, so that every frame from then on is held for it, and is then given a first frame of its own,
 * which is not older than where the shared execution began. Held frames follow, but for those that the first one covers.
 */
export class SharedExecution {
  private readonly showing: Showing;
  private readonly firstFrames: FirstFrames;
  private readonly seats = new Set<Seat>();
  private readonly begun: Promise<Frame | undefined>;
  private source: FrameSource | undefined;
  private ended = false;
  private passed = 0;

  constructor(
    private readonly query: LiveQuery,
    private readonly deps: SharedExecutionDeps,
    private readonly over: () => void,
  ) {
    this.showing = createShowing(deps.audit, deps.clock, query);
    this.firstFrames = createFirstFrames(query);
    this.begun = this.begin().catch(() => this.finish(this.broken));
  }

  /** Gives the subscriber first what it lacks, then every later frame. The function given back takes it out again. */
  join(subscriber: Subscriber): () => void {
    const seat = seatOf(subscriber);
    this.seats.add(seat);
    this.seat(seat).catch(() => this.remove(seat, this.broken(seat)));
    return () => {
      seat.gone = true;
      this.remove(seat);
    };
  }

  /** The first frame's content goes to nobody: it says where the later ones begin. */
  private async begin(): Promise<Frame | undefined> {
    const source = await this.query.open(undefined);
    this.source = source;
    if (this.ended) source.end();
    const first = await source.next();
    if (first && !first.failed) this.follow(source).catch(() => this.finish(this.broken));
    else this.fail(first);
    return this.ended ? undefined : first;
  }

  private async follow(source: FrameSource): Promise<void> {
    for (let frame = await source.next(); frame && !this.ended; frame = await source.next()) {
      if (frame.failed) this.fail(frame);
      else await this.pass(frame);
    }
    this.finish();
  }

  private async pass(frame: Frame): Promise<void> {
    this.passed += 1;
    const following: Seat[] = [];
    for (const seat of this.seats) {
      if (!seat.held) following.push(seat);
      else if (seat.held.push(frame) > MOST_HELD) this.remove(seat, this.broken(seat));
    }
    const wanting = following.filter((seat) => wants(seat, frame));
    const traces = wanting.length === 0 ? [] : [...(frame.traces ?? [])];
    const fields = { operation: this.query.operation, count: wanting.length };
    await traced(this.deps, { name: 'row pushed', traces, fields }, () => this.showing.show(frame, wanting));
  }

  private async seat(seat: Seat): Promise<void> {
    const first = await this.begun;
    if (!first || seat.gone) return;
    const frames = await this.firstFrames(seat.subscriber.since, { began: first.version, passed: this.passed });
    const failed = frames.find((frame) => frame.failed);
    if (failed || frames.length === 0) {
      this.note(failed, [seat]);
      this.remove(seat, failed?.text ?? this.broken(seat));
      return;
    }
    for (const frame of frames) await this.showing.show(frame, [seat]);
    for (let frame = seat.held?.shift(); frame; frame = seat.held?.shift()) {
      if (wants(seat, frame)) await this.showing.show(frame, [seat]);
    }
    seat.held = undefined;
  }

  private fail(frame: Frame | undefined): void {
    this.note(frame, [...this.seats]);
    this.finish(frame && (() => frame.text));
  }

  /** That it was refused is worth knowing, but nobody waits for it: nothing is shown. */
  private note(frame: Frame | undefined, seats: readonly Seat[]): void {
    if (frame?.refused !== true) return;
    const asked = { class: 'subscription', operation: this.query.operation, patients: [], nobody: 'refused' } as const;
    const entries = seats.map(({ subscriber: { viewer, correlationId } }) => ({
      ...asked,
      viewers: [viewer],
      correlationId,
    }));
    this.deps.audit.write(entries).catch(() => undefined);
  }

  private readonly broken = ({ subscriber: { correlationId } }: Seat): string => this.deps.brokenErrors(correlationId);

  private remove(seat: Seat, errors?: string): void {
    this.seats.delete(seat);
    endSeat(seat, errors);
    if (this.seats.size === 0) this.finish();
  }

  private finish(errors?: (seat: Seat) => string): undefined {
    if (this.ended) return;
    this.ended = true;
    this.source?.end();
    for (const seat of this.seats) endSeat(seat, errors?.(seat));
    this.seats.clear();
    this.over();
  }
}
