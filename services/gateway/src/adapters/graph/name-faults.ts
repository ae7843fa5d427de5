import { EngineUnavailable, OutcomeUnknown } from '@flow/platform/event-store/errors';
import { formatFault } from '@flow/platform/graphql/format-fault';
import type { Log } from '@flow/platform/telemetry/log';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { fault } from './faults';

const isOutage = ({ originalError }: GraphQLError): boolean =>
  originalError instanceof EngineUnavailable || originalError instanceof OutcomeUnknown;

/**
 * Gives every error of a subgraph's answer a code and a sentence of ours, and logs what nobody foresaw. It is done here, since
 * further on the planner drops what an error came from.
 */
export function nameFaults(subgraph: string, log: Log) {
  const logOf = log.with({ subgraph });

  function named(error: GraphQLError, executed: boolean, correlationId: string): GraphQLError {
    if (isOutage(error)) {
      logOf.warn('A resolver had no answer from its engine.', { correlationId, error: error.originalError });
      return new GraphQLError(fault('DOWNSTREAM_UNAVAILABLE').message, {
        path: error.path,
        extensions: { code: 'DOWNSTREAM_UNAVAILABLE' },
      });
    }
    const refusedAs = executed ? undefined : 'BAD_USER_INPUT';
    const { message, path, extensions } = formatFault(error, { correlationId, log: logOf, refusedAs });
    return new GraphQLError(message, { path: path ?? null, extensions: extensions ?? null });
  }

  return function naming(result: ExecutionResult, correlationId: string): ExecutionResult {
    if (!result.errors) return result;
    // Without `data` nothing was executed: a value did not fit its type, and only the type's owner could see it.
    const executed = 'data' in result;
    return { ...result, errors: result.errors.map((error) => named(error, executed, correlationId)) };
  };
}
