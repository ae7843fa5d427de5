import type { Admin } from 'kafkajs';
import type { WaitingCalls } from '../../engines/waiting-calls';
import { EngineUnavailable } from '../../event-store/errors';
import { OperatorError } from '../../values/operator-error';
import { PARTITIONS } from '../bus';
import { newClient } from './connection';
import { lastingRefusalOf, refusalOf } from './faults';
import type { Refusals } from './refusals';
import type { OpenOptions } from './options';

const KEPT_MS = 7 * 24 * 3600 * 1000;

/** Makes topics, each once a process. A topic of another number of partitions is refused: its order would not be ours. */
export function createTopics(
  options: OpenOptions,
  calls: WaitingCalls,
  refusals: Refusals,
): (topic: string) => Promise<void> {
  const { connection, timings, log } = options;
  const known = new Set<string>();

  return async function ensureTopic(topic) {
    if (known.has(topic)) return;
    const admin = newClient(connection, timings, log).admin();
    try {
      await refusals.noting(topic, async () => calls.within(timings.callMs, async () => ensure(admin, topic, options)));
      known.add(topic);
    } catch (error) {
      if (error instanceof OperatorError) throw error;
      if (lastingRefusalOf(error) === undefined)
        log.warn('A topic could not be looked at or made; it is tried again.', {
          topic,
          code: refusalOf(error),
          error,
        });
      throw new EngineUnavailable(`topic ${topic}`, { cause: error });
    } finally {
      void admin.disconnect().catch(() => undefined);
    }
  };
}

async function ensure(admin: Admin, topic: string, { replicationFactor }: OpenOptions): Promise<void> {
  await admin.connect();
  if (!(await admin.listTopics()).includes(topic)) {
    await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic, numPartitions: PARTITIONS, replicationFactor, configEntries: entriesOf(replicationFactor) }],
    });
  }
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const partitions = topics[0]?.partitions.length ?? 0;
  if (partitions !== PARTITIONS) {
    throw new OperatorError(
      `Topic ${topic} has ${partitions} partitions, not ${PARTITIONS}: keys would change their place and lose their order. ` +
        'Remove it, and it is made as it has to be.',
    );
  }
}

/** "All" acknowledge what at least these hold: with three copies one broker may be away, and nothing counts that only one has. */
const entriesOf = (replicationFactor: number) => [
  { name: 'min.insync.replicas', value: String(Math.max(1, replicationFactor - 1)) },
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'retention.ms', value: String(KEPT_MS) },
  { name: 'unclean.leader.election.enable', value: 'false' },
];
