import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKafkaBus, type KafkaBus } from '@flow/platform/bus/kafka/kafka-bus';
import type { Timings } from '@flow/platform/bus/kafka/timings';
import { silentLog, type Log } from '@flow/platform/telemetry/log';
import { createMetrics, type Metrics } from '@flow/platform/telemetry/metrics';
import type { RunningEngine } from '@flow/engines/engine';
import { kafka } from '@flow/engines/kafka/kafka';

interface BusOfTest {
  readonly timings?: Partial<Timings>;
  readonly log?: Log;
  readonly metrics?: Metrics;
  /** One unless given: there is one broker. */
  readonly copies?: number;
}

/** A broker of this test alone, that can be broken. */
export interface RunningKafka {
  readonly url: string;
  /** SIGKILL, and started again on what it had. */
  killAndRestart(): Promise<void>;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  bus(options?: BusOfTest): KafkaBus;
  remove(): Promise<void>;
}

export async function startKafka(): Promise<RunningKafka> {
  const folder = await mkdtemp(join(tmpdir(), 'flow-kafka-'));
  await kafka.install(() => undefined);
  let running: RunningEngine = await kafka.start({ folder });
  const { url } = running;
  return {
    url,
    async killAndRestart() {
      running.kill();
      running = await kafka.start({ folder, port: Number(url.split(':')[1]) });
    },
    signal: (name) => void process.kill(running.pid, name),
    bus: ({ log = silentLog, metrics = createMetrics(), timings = {}, copies = 1 } = {}) =>
      openKafkaBus({ connection: { brokers: [url] }, replicationFactor: copies, log, metrics, timings }),
    async remove() {
      running.kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
