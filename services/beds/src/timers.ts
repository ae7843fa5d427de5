import type { Documents } from '@flow/platform/documents/documents';
import type { Running } from '@flow/platform/running/running';
import { startTimers, type Due } from '@flow/platform/running/timers';
import type { Log } from '@flow/platform/telemetry/log';
import type { Metrics } from '@flow/platform/telemetry/metrics';
import type { Clock } from '@flow/platform/time/clock';
import { laterBy, type Instant } from '@flow/platform/time/instant';
import type { KeptPatientDetails } from './adapters/documents/patient-details-store';
import { expireHold, lapsedHolds, nextLapse, type LapsedHold } from './application/expire-holds';
import type { BedsDeps } from './application/deps';
import { shownPatients } from './application/live/board-view';
import type { LiveBoard } from './application/live/live-board';
import { KEPT_MS } from './boards';

export interface TimerDeps {
  readonly beds: BedsDeps;
  readonly clock: Clock;
  readonly board: Pick<LiveBoard, 'view'>;
  readonly details: Pick<KeptPatientDetails, 'keepUntil' | 'forgetBefore'>;
  readonly documents: Documents;
  readonly instance: string;
  readonly log: Log;
  readonly metrics?: Metrics;
}

type BedsDue = Due & ({ readonly what: 'hold'; readonly lapsed: LapsedHold } | { readonly what: 'sweep' });

const SWEEP_MS = 3_600_000;

const dueOf = (lapsed: LapsedHold): BedsDue => ({
  ...{ id: `${lapsed.holdId} ${lapsed.until}`, at: lapsed.until, what: 'hold', lapsed },
});

/** What happens by itself, on one instance: lapsed holds are tidied away, and details that nobody needs any more go. */
export function startBedsTimers(deps: TimerDeps): Running {
  const { beds, clock, board, details, documents, instance, log, metrics } = deps;
  let sweepAt = clock.now();

  async function sweep(): Promise<void> {
    const now = clock.now();
    await details.keepUntil([...shownPatients(board.view().state).keys()], laterBy(now, KEPT_MS));
    await details.forgetBefore(now);
    sweepAt = laterBy(now, SWEEP_MS);
  }

  const due = (now: Instant): readonly BedsDue[] => [
    ...lapsedHolds(board.view().state, now).map(dueOf),
    ...(now < sweepAt ? [] : [{ id: `sweep ${sweepAt}`, at: sweepAt, what: 'sweep' } as const]),
  ];

  return startTimers<BedsDue>({
    ...{ name: 'beds', documents, clock, instance, log, due, ...(metrics && { metrics }) },
    next: () => nextLapse(board.view().state),
    async fire(one) {
      if (one.what === 'sweep') return sweep();
      await expireHold(beds, one.lapsed);
    },
  });
}
