import type { Viewer } from '../audit-entry';
import { isNotAfter, type Frame } from './frame';

/** One subscriber of one socket, as the socket offers itself. */
export interface Subscriber {
  readonly viewer: Viewer;
  readonly correlationId: string;
  /** The version that it has, from an earlier subscription. */
  readonly since: string | undefined;
  /** Sends a payload. */
  next(text: string): void;
  /** Sends the end, with errors as JSON text when it did not end well. Nothing is sent after it. */
  end(errors?: string): void;
}

/** A subscriber's place at a shared execution. */
export interface Seat {
  readonly subscriber: Subscriber;
  /** Frames that came before it had its first; undefined once it follows. */
  held: Frame[] | undefined;
  /** What it has been sent up to. */
  version: string | undefined;
  /** When, on the monotonic clock, it was last written down that a patient is shown to it. */
  readonly writtenAt: Map<string, number>;
  gone: boolean;
}

export const seatOf = (subscriber: Subscriber): Seat => ({
  subscriber,
  held: [],
  version: undefined,
  writtenAt: new Map(),
  gone: false,
});

/** Heartbeats always; else what it does not have yet. */
export const wants = ({ gone, version }: Seat, frame: Frame): boolean =>
  !gone &&
  (frame.heartbeat || frame.version === undefined || version === undefined || !isNotAfter(frame.version, version));

export function endSeat(seat: Seat, errors?: string): void {
  if (seat.gone) return;
  seat.gone = true;
  seat.held = undefined;
  seat.subscriber.end(errors);
}
