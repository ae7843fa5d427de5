import { KafkaJSAggregateError, KafkaJSError, KafkaJSProtocolError } from 'kafkajs';

/** The call was left without an answer. */
export const NO_ANSWER = new Error('Kafka has not answered.');

const PERMANENT: ReadonlySet<string> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD']);

/** They are about how a producer counts, and the next producer begins anew. */
const OF_ONE_PRODUCER: ReadonlySet<string> = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
]);

/** What was at the bottom of it: kafkajs wraps what it gave up on, and gathers what was said of several topics; we wrap it, too. */
export function originOf(error: unknown): unknown {
  if (error instanceof KafkaJSAggregateError && error.errors.length > 0) return originOf(error.errors[0]);
  if (error instanceof Error && error.cause !== undefined && error.cause !== error) return originOf(error.cause);
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

/** The cluster's own name for what it refuses until somebody changes something; undefined where it may take the same by itself, or never. */
export function lastingRefusalOf(error: unknown): string | undefined {
  const refusal = refusalOf(error);
  if (refusal === undefined || isRetriable(error) || isPermanent(error) || OF_ONE_PRODUCER.has(refusal))
    return undefined;
  return refusal;
}
