import type { Bus, BusMessage, DeliveredMessage } from '@flow/platform/bus/bus';
import { persistently } from '@flow/platform/running/persistently';
import type { CloudEvent } from '@flow/platform/running/cloud-event';
import { until } from '@flow/platform/running/testing';
import { silentLog } from '@flow/platform/telemetry/log';

const MOST_AHEAD = 300;
const SUBJECTS = Array.from({ length: 20 }, (_, index) => `thing-${index}`);

const eventOf = (subject: string, revision: number): CloudEvent => ({
  ...{ specversion: '1.0', type: 'uk.nhs.patientflow.things.thing-happened.v1', source: '/trusts/RXX/things' },
  ...{ id: `${subject}-${revision}`, subject, revision, previous: revision === 0 ? null : revision - 1 },
  ...{ time: '2026-01-05T09:30:00.000Z', datacontenttype: 'application/json', correlationid: 'c', data: {} },
});

const messageOf = (event: CloudEvent): BusMessage => ({
  key: event.subject,
  value: JSON.stringify(event),
  headers: { 'event-id': event.id },
});

/** The last revision of each subject that was acknowledged. */
export type Acknowledged = ReadonlyMap<string, number>;

export interface Load {
  /** How many were acknowledged so far. */
  count(): number;
  /** Publishes what is under way to its end. */
  stop(): Promise<Acknowledged>;
}

/**
 * Publishes event after event of twenty subjects, batch by batch, as a publisher does: what had no answer or was refused is
 * published again, identically, before anything later. It keeps a few hundred ahead of what was `handled`.
 */
export function startLoad(bus: Bus, topic: string, handled?: () => number): Load {
  const never = new AbortController();
  const acknowledged = new Map<string, number>();
  let count = 0;
  let isOver = false;

  async function run(): Promise<void> {
    for (let revision = 0; !isOver; revision += 1) {
      const messages = SUBJECTS.map((subject) => messageOf(eventOf(subject, revision)));
      await persistently(async () => bus.publish(topic, messages), { signal: never.signal, log: silentLog });
      for (const subject of SUBJECTS) acknowledged.set(subject, revision);
      count += messages.length;
      if (handled) await until(() => isOver || count < handled() + MOST_AHEAD);
    }
  }
  const ended = run();
  return {
    count: () => count,
    async stop() {
      isOver = true;
      await ended;
      return acknowledged;
    },
  };
}

const revisionOf = ({ headers }: DeliveredMessage): number => Number(headers['event-id']?.split('-').at(-1));

/** What came of each subject, each revision once, in the order in which it first came. */
export function firstComings(messages: readonly DeliveredMessage[]): ReadonlyMap<string, readonly number[]> {
  const revisions = new Map<string, Set<number>>();
  for (const message of messages) {
    const known = revisions.get(message.key) ?? new Set();
    revisions.set(message.key, known.add(revisionOf(message)));
  }
  return new Map([...revisions].map(([key, each]) => [key, [...each]]));
}

/** Every revision of each subject from its first to the last acknowledged one. */
export const wholeOrder = (acknowledged: Acknowledged): ReadonlyMap<string, readonly number[]> =>
  new Map([...acknowledged].map(([subject, last]) => [subject, Array.from({ length: last + 1 }, (_, each) => each)]));
