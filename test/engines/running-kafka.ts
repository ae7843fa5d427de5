import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKafkaBus, type KafkaBus } from '@flow/platform/bus/kafka/kafka-bus';
import type { Timings } from '@flow/platform/bus/kafka/timings';
import { silentLog, type Log } from '@flow/platform/telemetry/log';
import { createMetrics, type Metrics } from '@flow/platform/telemetry/metrics';
import type { RunningEngine } from '@flow/engines/engine';
import { kafka } from '@flow/engines/kafka/kafka';

/** A broker of this test alone, that can be broken. */
export interface RunningKafka {
  readonly url: string;
  /** SIGKILL, and started again on what it had. */
  killAndRestart(): Promise<void>;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  bus(options?: { readonly timings?: Partial<Timings>; readonly log?: Log; readonly metrics?: Metrics }): KafkaBus;
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
    bus: ({ log = silentLog, metrics = createMetrics(), timings = {} } = {}) =>
      openKafkaBus({ connection: { brokers: [url] }, replicationFactor: 1, log, metrics, timings }),
    async remove() {
      running.kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
