import type { WaitingCalls } from '../../engines/waiting-calls';
import { backOffMs } from '../../running/persistently';
import { pause } from '../../running/pause';
import type { ConsumeOptions } from '../bus';
import type { OpenOptions } from './options';
import { runSession, SilentConsumer } from './session';

/** A session that held for so long begins its patience anew. */
const STEADY_MS = 60_000;
/** Pauses of 160 ms and more, up to five seconds. */
const PATIENCE = 5;
const CAUSES = ['crash', 'silence'] as const;

/** Consumes until the signal, with a new consumer wherever one has crashed or fallen silent. */
export function createConsuming(
  options: OpenOptions,
  calls: WaitingCalls,
  ensureTopic: (topic: string) => Promise<void>,
): (wanted: ConsumeOptions) => Promise<void> {
  const { log, metrics } = options;
  const restarts = metrics.counter({
    name: 'bus_consumer_restarts_total',
    help: 'Consumers of the bus that were replaced, after a crash or a silence.',
    labels: { cause: CAUSES },
  });

  return async function consume(wanted) {
    const { group, topics, signal } = wanted;
    for (let failures = 0; !signal.aborted;) {
      const beganMs = performance.now();
      try {
        for (const topic of topics) await ensureTopic(topic);
        await runSession(options, calls, wanted);
      } catch (error) {
        failures = performance.now() - beganMs > STEADY_MS ? 1 : failures + 1;
        restarts.add(1, { cause: error instanceof SilentConsumer ? 'silence' : 'crash' });
        log.warn('A consumer of the bus is replaced.', { group, attempt: failures, error });
        await pause(backOffMs(failures + PATIENCE), signal);
      }
    }
  };
}
