import { createWaitingCalls } from '../../engines/waiting-calls';
import type { Bus } from '../bus';
import { createAsking } from './asking';
import { createConsuming } from './consuming';
import { NO_ANSWER } from './faults';
import type { KafkaBusOptions, OpenOptions } from './options';
import { createPublishing } from './publishing';
import { createRefusals } from './refusals';
import { TIMINGS } from './timings';
import { createTopics } from './topics';

const COPIES = 3;

/** The bus on a Kafka cluster, of which several processes may each have one. */
export interface KafkaBus extends Bus {
  /** Throws EngineUnavailable where the cluster does not answer now, BusRefuses where it answers and refuses topics. */
  answers(): Promise<void>;
  /** What is asked of the cluster is not waited for any longer, and nothing more is published. Consumers go on until they are ended. */
  giveUp(): void;
  /** Ends its consumers after the batches in hand, and lets go of the cluster, whether or not that answers. */
  close(): Promise<void>;
}

/**
 * The bus on Apache Kafka 2.1 and later. Nothing is asked of the cluster before it is needed, so that a service can start while
 * it is away. `ensureTopic` and `publish` throw EngineUnavailable where nothing was done and OutcomeUnknown where that cannot be
 * told; `consume` outlasts what the cluster does until its signal. `ensureTopic` throws OperatorError at a topic that has another
 * number of partitions.
 */
export function openKafkaBus(given: KafkaBusOptions): KafkaBus {
  const { replicationFactor = COPIES } = given;
  const open: OpenOptions = { ...given, replicationFactor, timings: { ...TIMINGS, ...given.timings } };
  const calls = createWaitingCalls(NO_ANSWER);
  const refusals = createRefusals(open.log);
  const ensureTopic = createTopics(open, calls, refusals);
  const publishing = createPublishing(open, calls);
  const consume = createConsuming(open, calls, ensureTopic);
  const asking = createAsking(open, calls);
  const closing = new AbortController();
  const consumers = new Set<Promise<void>>();

  return {
    ensureTopic,
    async answers() {
      await asking.ask();
      refusals.check();
    },
    publish: async (topic, messages) => refusals.noting(topic, async () => publishing.publish(topic, messages)),
    async consume(wanted) {
      const running = consume({ ...wanted, signal: AbortSignal.any([wanted.signal, closing.signal]) });
      consumers.add(running);
      await running.finally(() => consumers.delete(running));
    },
    giveUp() {
      publishing.refuse();
      calls.close();
    },
    async close() {
      closing.abort();
      await Promise.all([publishing.close(), asking.close(), ...consumers]);
      calls.close();
    },
  };
}
