import type { logCreator, LogEntry } from 'kafkajs';
import type { Log } from '../../telemetry/log';
import { systemClock, type Clock } from '../../time/clock';

/** What the client reports, by words in its text. The text itself is never written: nobody knows what it holds. */
const KINDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/sasl|authenticat/i, 'authentication'],
  [/authori[sz]/i, 'authorisation'],
  [/certificate|\btls\b|\bssl\b/i, 'tls'],
  [/coordinator is (not available|loading)|not the correct coordinator/i, 'coordinator'],
  [/rebalanc|not aware of this member|generation/i, 'rebalance'],
  [/leader/i, 'leader'],
  [/does not host/i, 'topic'],
  [/timed out|timeout/i, 'timeout'],
  [/connect|socket|ECONN|EPIPE/i, 'connection'],
];
/** It is so on purpose: what makes it safe is beside where it is set. */
const MEANT = /^Limiting retries for the idempotent producer/;
/** A cluster that starts, elects or shares out anew causes these, and they pass by themselves. */
const PASSING: ReadonlySet<string> = new Set(['coordinator', 'rebalance', 'leader', 'topic', 'timeout', 'connection']);
/** A kind that comes again within this is still the same trouble. */
const SAME_MS = 30_000;
const LASTS_MS = 15_000;
const SAID_EVERY_MS = 60_000;

interface Trouble {
  readonly sinceMs: number;
  lastMs: number;
  saidMs: number;
  count: number;
}

const kindOf = (text: string): string => KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';

/** Puts what kafkajs reports into our log: at most once a minute a kind, and what passes by itself only when it lasts. */
export function clientLog(log: Log, clock: Clock = systemClock): logCreator {
  const troubles = new Map<string, Trouble>();

  function seen(kind: string): Trouble {
    const now = clock.monotonicMs();
    const known = troubles.get(kind);
    const trouble =
      known && now - known.lastMs < SAME_MS ? known : { sinceMs: now, lastMs: now, saidMs: -Infinity, count: 0 };
    trouble.lastMs = now;
    trouble.count += 1;
    troubles.set(kind, trouble);
    return trouble;
  }

  return () =>
    ({ namespace, log: { message, error } }: LogEntry) => {
      if (MEANT.test(message)) return;
      const code = kindOf(`${message} ${typeof error === 'string' ? error : ''}`);
      const trouble = seen(code);
      const { sinceMs, lastMs, saidMs, count } = trouble;
      if (PASSING.has(code) && lastMs - sinceMs < LASTS_MS) return;
      if (lastMs - saidMs < SAID_EVERY_MS) return;
      trouble.saidMs = lastMs;
      log.warn('The client of Kafka reports trouble.', { part: `kafka/${namespace}`, code, count });
    };
}
