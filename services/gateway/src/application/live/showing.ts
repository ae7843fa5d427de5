import type { Clock } from '@flow/platform/time/clock';
import type { AuditEntry, Viewer } from '../audit-entry';
import type { AuditTrail } from '../audit-trail';
import type { Frame, LiveQuery } from './frame';
import { wants, type Seat } from './seat';

/** A patient who is still shown after this is written down again. */
const RENEWED_AFTER_MS = 12 * 3_600_000;

export interface Showing {
  /** Sends a frame to these seats, after it has been written down whom it shows to whom. Rejects, with nothing sent, if it cannot be. */
  show(frame: Frame, seats: readonly Seat[]): Promise<void>;
}

interface Unwritten {
  readonly patients: readonly string[];
  readonly seats: Seat[];
}

function viewersOf(seats: readonly Seat[]): Viewer[] {
  const viewers = new Map(seats.map(({ subscriber: { viewer } }) => [`${viewer.user} ${viewer.device ?? ''}`, viewer]));
  return [...viewers.values()];
}

export function createShowing(
  audit: AuditTrail,
  clock: Clock,
  { operation, breakGlass }: Pick<LiveQuery, 'operation' | 'breakGlass'>,
): Showing {
  /** Seats to which the same patients are new, together. */
  function unwritten(frame: Frame, seats: readonly Seat[], now: number): Unwritten[] {
    if (frame.shown.size === 0) return [];
    const groups = new Map<string, Unwritten>();
    for (const seat of seats) {
      const patients = [...frame.shown].filter((id) => {
        const written = seat.writtenAt.get(id);
        return written === undefined || now - written >= RENEWED_AFTER_MS;
      });
      if (patients.length === 0) continue;
      const key = patients.join(' ');
      const group = groups.get(key) ?? { patients, seats: [] };
      group.seats.push(seat);
      groups.set(key, group);
    }
    return [...groups.values()];
  }

  async function write(groups: readonly Unwritten[], now: number): Promise<void> {
    if (groups.length === 0) return;
    await audit.write(
      groups.map(({ patients, seats }): AuditEntry => ({
        viewers: viewersOf(seats),
        patients,
        class: 'subscription',
        operation,
        breakGlass,
        correlationId: seats[0]?.subscriber.correlationId ?? '',
      })),
    );
    for (const { patients, seats } of groups) {
      for (const { writtenAt } of seats) patients.forEach((id) => writtenAt.set(id, now));
    }
  }

  return {
    async show(frame, seats) {
      const now = clock.monotonicMs();
      await write(unwritten(frame, seats, now), now);
      for (const seat of seats) {
        if (!wants(seat, frame)) continue;
        if (!frame.heartbeat) seat.version = frame.version ?? seat.version;
        seat.subscriber.next(frame.text);
      }
    },
  };
}
