import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { NO_TRACING, type Watch } from '@flow/platform/telemetry/tracing';
import { epochMsOf, type Instant } from '@flow/platform/time/instant';
import { staysOf } from '../../domain/book/rows';
import { spotOf } from '../../domain/book/settle';
import type { BookState } from '../../domain/book/state';
import { patientId } from '../../domain/ids';

/** Which traced events the last views have shown, and in which wards. */
export interface ShownTraces {
  /** The book has taken these events; the next view shows them. */
  took(events: readonly RecordedEvent[], state: BookState): void;
  /** This view is shown. Where it is another than before, it shows what was taken until then. */
  showed(stamp: string): void;
  /** Of what became visible in these wards after that stamp; the last ones only, where there were very many. */
  readonly since: (stamp: string, wards: ReadonlySet<string>) => readonly string[];
}

interface Taken {
  readonly trace: string;
  readonly event: string;
  readonly recordedAt: Instant;
  readonly takenMs: number;
  readonly wards: ReadonlySet<string>;
}

interface Shown extends Pick<Taken, 'trace' | 'wards'> {
  readonly stamp: string;
}

/** So many are remembered, and told with one frame. A frame is made within a moment of its view. */
const MOST_KEPT = 512;
const MOST_TOLD = 64;

const WARD_KEYS: Readonly<Record<string, (state: BookState, id: string) => readonly (string | null | undefined)[]>> = {
  wardId: (_state, id) => [id],
  bedId: (state, id) => [state.beds.get(id)?.wardId],
  bayId: (state, id) => [state.bays.get(id)?.wardId],
  stayId: (state, id) => [spotOf(state, state.stays.get(id))?.wardId],
  patientId: (state, id) => staysOf(state, patientId(id)).map((stay) => spotOf(state, stay)?.wardId),
};

/** The wards of every bed, stay and patient that an event names, as they are once it has been taken. */
function wardsIn(value: unknown, state: BookState, wards = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return wards;
  for (const [key, held] of Object.entries(value) as [string, unknown][]) {
    const found = typeof held === 'string' ? (WARD_KEYS[key]?.(state, held) ?? []) : [];
    for (const ward of found) if (ward != null) wards.add(ward);
    wardsIn(held, state, wards);
  }
  return wards;
}

const NOTHING_SHOWN: ShownTraces = { took: () => undefined, showed: () => undefined, since: () => [] };

/** Nothing is kept, and nothing looked at, where nobody traces. */
export function createShownTraces({ tracing = NO_TRACING, clock }: Watch): ShownTraces {
  if (tracing === NO_TRACING) return NOTHING_SHOWN;
  let taken: Taken[] = [];
  let shown: Shown[] = [];
  let last = '';
  const ageMs = (at: Instant): number => Math.max(epochMsOf(clock.now()) - epochMsOf(at), 0);
  return {
    took(events, state) {
      for (const { type: event, data, metadata } of events) {
        const { trace, recordedAt } = metadata;
        if (trace === undefined || !tracing.wants(trace)) continue;
        taken.push({ trace, event, recordedAt, takenMs: ageMs(recordedAt), wards: wardsIn(data, state) });
      }
    },
    showed(stamp) {
      if (stamp === last) return;
      last = stamp;
      for (const { trace, event, recordedAt, takenMs, wards } of taken) {
        const fields = { event, ms: takenMs };
        tracing.record({ name: 'event shown by board', trace, startedAt: recordedAt, ms: ageMs(recordedAt), fields });
        shown.push({ trace, wards, stamp });
      }
      taken = [];
      shown = shown.slice(-MOST_KEPT);
    },
    since(stamp, wards) {
      const traces = shown
        .filter((one) => one.stamp > stamp && [...one.wards].some((ward) => wards.has(ward)))
        .map((one) => one.trace);
      return [...new Set(traces)].slice(-MOST_TOLD);
    },
  };
}
