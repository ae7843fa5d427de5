import { randomBytes } from 'node:crypto';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import type { Engine, Report, StartOptions } from '../engine';
import { runningEngine, startProcess, untilItAnswers } from '../engine-process';
import { lastingPort } from '../lasting-port';
import { fetchJars, requirePrograms, runToEnd, type Jars } from '../maven';
import { LOGGING, settingsOf, type Way } from './settings';

const NAME = 'Apache Kafka 4.1.1';
/** Kafka leaves to its users where its log goes, so that a backend has to be named beside it. */
const JARS: Jars = {
  name: 'kafka-4.1.1',
  artifacts: [
    'org.apache.kafka:kafka_2.13:4.1.1',
    'org.apache.logging.log4j:log4j-core:2.24.3',
    'org.apache.logging.log4j:log4j-slf4j-impl:2.24.3',
    'org.apache.logging.log4j:log4j-1.2-api:2.24.3',
  ],
};
const START_MS = 60_000;
const ANSWER_MS = 2000;

async function install(report: Report): Promise<string> {
  requirePrograms(NAME, ['java']);
  return fetchJars(JARS, report);
}

/** Formatting a folder twice is refused, so it is done once: Kafka leaves this file. */
const isFormatted = async (data: string): Promise<boolean> =>
  stat(join(data, 'meta.properties')).then(
    () => true,
    () => false,
  );

async function answers(port: number): Promise<boolean> {
  const kafka = new Kafka({
    brokers: [`127.0.0.1:${port}`],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
    connectionTimeout: ANSWER_MS,
    requestTimeout: ANSWER_MS,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    return brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

async function start({ folder, port, onBegun }: StartOptions, ways: readonly Way[]) {
  const classes = await install(() => undefined);
  const data = join(folder, 'data');
  const settings = join(folder, 'server.properties');
  const logging = join(folder, 'log4j2.xml');
  const log = join(folder, 'kafka.log');
  const listening = { port: port ?? (await lastingPort()), controllerPort: await lastingPort(), ways };
  await mkdir(folder, { recursive: true });
  await writeFile(settings, settingsOf(data, listening));
  await writeFile(logging, LOGGING);
  const java = [
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Dlog4j2.configurationFile=${logging}`,
    '-cp',
    classes,
  ];
  if (!(await isFormatted(data))) {
    // An id that began with a dash would be read as an option.
    const id = randomBytes(16).toString('base64url').replace(/^-/, 'A');
    const format = ['kafka.tools.StorageTool', 'format', '-t', id, '-c', settings];
    await runToEnd('Formatting the data folder of Kafka', 'java', [...java, ...format]);
  }
  const program = { name: NAME, command: 'java', args: [...java, 'kafka.Kafka', settings], folder, log };
  const pid = startProcess(program);
  const running = runningEngine(`127.0.0.1:${listening.port}`, pid, log);
  onBegun?.(running);
  await untilItAnswers({ name: NAME, log, pid, withinMs: START_MS, answers: () => answers(listening.port) });
  return running;
}

/** A real Apache Kafka: KRaft, one node, in Java. Its url is what KAFKA_BROKERS holds. It can be reached by other ways beside. */
export const kafkaWith = (ways: readonly Way[]): Engine => ({
  name: 'kafka',
  what: NAME,
  async install(report) {
    await install(report);
  },
  start: async (options) => start(options, ways),
});

export const kafka: Engine = kafkaWith([]);
