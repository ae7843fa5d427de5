import { Kafka, logLevel } from 'kafkajs';
import type { Log } from '../../telemetry/log';
import { clientLog } from './client-log';
import type { Timings } from './timings';

/** How a cluster is reached. Secrets come in by the caller, who read them where the configuration says. */
export interface KafkaConnection {
  /** `host:port`, one or more of the cluster; it names the others itself. */
  readonly brokers: readonly string[];
  /** What the cluster calls us in its own logs and quotas; `patient-flow` unless given. */
  readonly clientId?: string | undefined;
  /** TLS, with the authorities that sign its certificates (PEM) where the system does not know them. */
  readonly tls?: { readonly ca?: string | undefined } | undefined;
  readonly sasl?: KafkaCredentials | undefined;
}

export interface KafkaCredentials {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** kafkajs tries again by itself a little; the rest of the patience is ours, where a deadline holds. */
const RETRY = { retries: 2, initialRetryTime: 100, maxRetryTime: 1000 } as const;

/**
 * A client of its own for each producer, admin and consumer: those that share one share the offsets that a group has committed,
 * and one that joins empties them for all.
 */
export function newClient(connection: KafkaConnection, timings: Timings, log: Log): Kafka {
  const { brokers, clientId = 'patient-flow', tls, sasl } = connection;
  return new Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: timings.connectMs,
    authenticationTimeout: timings.requestMs,
    requestTimeout: timings.requestMs,
    enforceRequestTimeout: true,
    // Given whole: kafkajs has other ones of its own where NODE_ENV is test.
    retry: { ...RETRY, factor: 0.2, multiplier: 2 },
    logLevel: logLevel.WARN,
    logCreator: clientLog(log),
    ...(tls && { ssl: tls.ca === undefined ? true : { ca: [tls.ca] } }),
    ...(sasl && { sasl: saslOf(sasl) }),
  });
}

function saslOf({ mechanism, username, password }: KafkaCredentials) {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password } as const;
    case 'scram-sha-256':
      return { mechanism, username, password } as const;
    case 'scram-sha-512':
      return { mechanism, username, password } as const;
  }
}
