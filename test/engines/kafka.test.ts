import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beganAt } from '@flow/engines/engine-process';
import { kafka } from '@flow/engines/kafka/kafka';
import { Kafka, logLevel } from 'kafkajs';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flow-kafka-'));
  await kafka.install(() => undefined);
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const topicsOf = async (url: string): Promise<readonly string[]> => {
  const admin = new Kafka({ brokers: [url], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 2 }] });
  const topics = await admin.listTopics();
  await admin.disconnect();
  return topics;
};

it('starts, is killed, comes back on its folder and port with what it had, and stops', async () => {
  const first = await kafka.start({ folder });
  try {
    expect(await topicsOf(first.url)).toContain('kept');
  } finally {
    first.kill();
  }
  const port = Number(first.url.split(':')[1]);
  const second = await kafka.start({ folder, port });
  try {
    expect(second.url).toBe(first.url);
    expect(await topicsOf(second.url)).toContain('kept');
  } finally {
    await second.stop();
  }
  expect([beganAt(first.pid), beganAt(second.pid)]).toEqual([undefined, undefined]);
});
