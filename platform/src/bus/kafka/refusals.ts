import type { Log } from '../../telemetry/log';
import { systemClock, type Clock } from '../../time/clock';
import { BusRefuses } from '../bus-refuses';
import { lastingRefusalOf } from './faults';

/** Longer than from one attempt to the next: what nobody asks for any longer is refused nobody. */
const OF_LATE_MS = 30_000;
const SAID_EVERY_MS = 60_000;

interface Refusal {
  readonly code: string;
  readonly atMs: number;
  readonly saidMs: number;
}

/** What the cluster refuses, as against what it does not answer. */
export interface Refusals {
  /** Does what is asked of the cluster for a topic, and notes how that went. Throws what it throws. */
  noting<T>(topic: string, ask: () => Promise<T>): Promise<T>;
  /** Throws BusRefuses where something was refused of late that nothing has been done of since. */
  check(): void;
}

const COPIES = 'INVALID_REPLICATION_FACTOR';
const isRight = (code: string): boolean => code.endsWith('AUTHORIZATION_FAILED');

function say(log: Log, topic: string, code: string): void {
  const fields = { topic, code };
  if (code === COPIES)
    log.error('Kafka makes no topic: KAFKA_COPIES is more than it has brokers. Set it to no more than those.', fields);
  else if (isRight(code))
    log.error('Kafka refuses a topic: its user needs the rights to describe, make, write and read it.', fields);
  else log.error('Kafka refuses a topic for what the code says. Have those who run Kafka allow it.', fields);
}

function toldOf(code: string): string {
  const why =
    code === COPIES
      ? 'KAFKA_COPIES is more than it has brokers'
      : isRight(code)
        ? 'the product’s user has not the rights that it needs'
        : 'the log names the topic';
  return `The bus refuses the product’s topics (${code}): ${why}.`;
}

export function createRefusals(log: Log, clock: Pick<Clock, 'monotonicMs'> = systemClock): Refusals {
  const refused = new Map<string, Refusal>();

  function note(topic: string, code: string): void {
    const before = refused.get(topic);
    const atMs = clock.monotonicMs();
    const isSaid = before?.code === code && atMs - before.saidMs < SAID_EVERY_MS;
    if (!isSaid) say(log, topic, code);
    refused.set(topic, { code, atMs, saidMs: isSaid ? before.saidMs : atMs });
  }

  return {
    async noting(topic, ask) {
      try {
        const answer = await ask();
        refused.delete(topic);
        return answer;
      } catch (error) {
        const code = lastingRefusalOf(error);
        if (code !== undefined) note(topic, code);
        throw error;
      }
    },
    check() {
      const now = clock.monotonicMs();
      const [last] = [...refused.values()].filter(({ atMs }) => now - atMs < OF_LATE_MS);
      if (last) throw new BusRefuses(last.code, toldOf(last.code));
    },
  };
}
