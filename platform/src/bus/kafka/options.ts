import type { Log } from '../../telemetry/log';
import type { Metrics } from '../../telemetry/metrics';
import type { KafkaConnection } from './connection';
import type { Timings } from './timings';

export interface KafkaBusOptions {
  readonly connection: KafkaConnection;
  /** How many brokers hold each message: 3 unless given. What is there already keeps what it has. */
  readonly replicationFactor?: number | undefined;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly timings?: Partial<Timings>;
}

/** With what was left out filled in. */
export interface OpenOptions extends KafkaBusOptions {
  readonly replicationFactor: number;
  readonly timings: Timings;
}
