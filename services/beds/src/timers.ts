import type { Documents } from '@flow/platform/documents/documents';
import { underLease } from '@flow/platform/running/lease';
import { pause } from '@flow/platform/running/pause';
import { persistently } from '@flow/platform/running/persistently';
import { startRun } from '@flow/platform/running/run';
import type { Running } from '@flow/platform/running/running';
import type { Log } from '@flow/platform/telemetry/log';
import { laterBy } from '@flow/platform/time/instant';
import type { KeptPatientDetails } from './adapters/documents/patient-details-store';
import { expireHold, lapsedHolds } from './application/expire-holds';
import type { BedsDeps } from './application/deps';
import { shownPatients } from './application/live/board-view';
import type { LiveBoard } from './application/live/live-board';
import { KEPT_MS } from './boards';

export interface TimerDeps {
  readonly beds: BedsDeps;
  readonly board: LiveBoard;
  readonly details: KeptPatientDetails;
  readonly documents: Documents;
  readonly instance: string;
  readonly log: Log;
}

const LOOK_MS = 500;
const SWEEP_MS = 3_600_000;

/** What happens by itself, on one instance: lapsed holds are tidied away, and details that nobody needs any more go. */
export function startTimers({ beds, board, details, documents, instance, log }: TimerDeps): Running {
  const { clock } = beds;

  async function sweep(): Promise<void> {
    const now = clock.now();
    await details.keepUntil([...shownPatients(board.view().state).keys()], laterBy(now, KEPT_MS));
    await details.forgetBefore(now);
  }

  async function work(signal: AbortSignal): Promise<void> {
    let sweepAt: string | undefined;
    while (!signal.aborted) {
      const now = clock.now();
      for (const lapsed of lapsedHolds(board.view().state, now)) {
        await persistently(() => expireHold(beds, lapsed), { signal, log });
      }
      if (sweepAt === undefined || now >= sweepAt) {
        await persistently(sweep, { signal, log });
        sweepAt = laterBy(now, SWEEP_MS);
      }
      await pause(LOOK_MS, signal);
    }
  }

  return startRun((signal) => underLease({ documents, name: 'timers/beds', instance, log, signal }, work), {
    name: 'timers/beds',
    log,
    ready: () => ({ ready: true }),
  });
}
