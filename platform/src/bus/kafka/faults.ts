import { KafkaJSError, KafkaJSProtocolError } from 'kafkajs';

/** The call was left without an answer. */
export const NO_ANSWER = new Error('Kafka has not answered.');

const PERMANENT: ReadonlySet<string> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD']);

/** What was at the bottom of it: kafkajs wraps what it gave up on. */
export function originOf(error: unknown): unknown {
  if (error instanceof KafkaJSError && error.cause !== undefined && error.cause !== error) return originOf(error.cause);
  return error;
}

/** The cluster's own name for what it refused; undefined where it was not the cluster that said no. */
export function refusalOf(error: unknown): string | undefined {
  const origin = originOf(error);
  return origin instanceof KafkaJSProtocolError ? origin.type : undefined;
}

/** It would be refused again for what it is. */
export const isPermanent = (error: unknown): boolean => PERMANENT.has(refusalOf(error) ?? '');

/** The same producer may ask the same again: the cluster knows a batch that it has. */
export function isRetriable(error: unknown): boolean {
  const origin = originOf(error);
  return origin instanceof KafkaJSError && origin.retriable;
}
