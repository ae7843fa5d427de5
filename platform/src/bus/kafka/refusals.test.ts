import { KafkaJSAggregateError, KafkaJSError, KafkaJSProtocolError } from 'kafkajs';
import { EngineUnavailable, OutcomeUnknown } from '../../event-store/errors';
import { recordingLog } from '../../telemetry/testing';
import { BusRefuses } from '../bus-refuses';
import { createRefusals } from './refusals';

/** As kafkajs makes one of an answer of the cluster's. */
const refusal = (type: string, retriable = false): Error =>
  Object.assign(new KafkaJSProtocolError('No.'), { type, retriable });
const together = (type: string): Error => new KafkaJSAggregateError('Topic creation errors', [refusal(type)]);

function noting() {
  let nowMs = 0;
  const { log, lines } = recordingLog();
  const refusals = createRefusals(log, { monotonicMs: () => nowMs });
  return {
    ...{ lines, refusals },
    later: (ms: number) => void (nowMs += ms),
    fails: async (error: Error, topic = 'beds'): Promise<void> =>
      expect(refusals.noting(topic, async () => Promise.reject(error))).rejects.toBe(error),
  };
}

describe('what the cluster refuses', () => {
  it.each([
    ['INVALID_REPLICATION_FACTOR', 'KAFKA_COPIES is more than it has brokers'],
    ['TOPIC_AUTHORIZATION_FAILED', 'the product’s user has not the rights that it needs'],
    ['POLICY_VIOLATION', 'the log names the topic'],
  ])('is told with what is the matter: %s', async (code, why) => {
    const { refusals, fails, lines } = noting();
    await fails(new EngineUnavailable('topic beds', { cause: together(code) }));
    expect(() => refusals.check()).toThrow(
      new BusRefuses(code, `The bus refuses the product’s topics (${code}): ${why}.`),
    );
    expect(lines).toMatchObject([{ level: 'error', topic: 'beds', code }]);
  });

  it('is told of what is published, too', async () => {
    const { refusals, fails } = noting();
    await fails(new OutcomeUnknown('messages to beds', { cause: refusal('TOPIC_AUTHORIZATION_FAILED') }));
    expect(() => refusals.check()).toThrow(BusRefuses);
  });

  it.each([
    ['passes by itself', refusal('LEADER_NOT_AVAILABLE', true)],
    ['is about a producer', refusal('OUT_OF_ORDER_SEQUENCE_NUMBER')],
    ['is about a message', refusal('MESSAGE_TOO_LARGE')],
    ['was not said by it', new KafkaJSError('Connection timeout')],
  ])('is not what %s', async (_, cause) => {
    const { refusals, fails, lines } = noting();
    await fails(new EngineUnavailable('topic beds', { cause }));
    refusals.check();
    expect(lines).toStrictEqual([]);
  });

  it('is over once it is done, topic by topic', async () => {
    const { refusals, fails } = noting();
    await fails(together('POLICY_VIOLATION'), 'beds');
    await fails(together('POLICY_VIOLATION'), 'ipm');
    await refusals.noting('beds', async () => Promise.resolve());
    expect(() => refusals.check()).toThrow(BusRefuses);
    await refusals.noting('ipm', async () => Promise.resolve());
    refusals.check();
  });

  it('is over where nobody asks for it any longer', async () => {
    const { refusals, fails, later } = noting();
    await fails(together('POLICY_VIOLATION'));
    later(20_000);
    expect(() => refusals.check()).toThrow(BusRefuses);
    later(20_000);
    refusals.check();
  });

  it('is written once a minute, and at once where it is another', async () => {
    const { fails, later, lines } = noting();
    for (let second = 0; second < 90; second += 1) {
      await fails(together('POLICY_VIOLATION'));
      later(1000);
    }
    expect(lines).toHaveLength(2);
    await fails(together('INVALID_CONFIG'));
    expect(lines).toHaveLength(3);
  });
});
