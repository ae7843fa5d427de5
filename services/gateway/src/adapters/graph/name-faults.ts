import type { Log } from '@flow/platform/telemetry/log';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { fault, faultCodeOf, type FaultCode } from './faults';

/**
 * Gives every error of a subgraph's answer one of our codes, and logs those that are nobody's wish. It is done here, since
 * further on the planner drops what an error came from.
 */
export function nameFaults(subgraph: string, log: Log) {
  function named(error: GraphQLError, untold: FaultCode, correlationId: string): GraphQLError {
    const code = faultCodeOf(error) ?? untold;
    if (code === 'INTERNAL_SERVER_ERROR' || code === 'DOWNSTREAM_UNAVAILABLE') {
      const operation = error.path?.filter((step) => typeof step === 'string').join('.');
      log.error('A field of the graph failed.', {
        subgraph,
        operation,
        code,
        correlationId,
        error: error.originalError ?? error,
      });
    }
    // The message of one that we did not name may repeat a value, or what is inside.
    const message = error.extensions['code'] === code ? error.message : fault(code).message;
    return new GraphQLError(message, { path: error.path, extensions: { code } });
  }

  return function naming(result: ExecutionResult, correlationId: string): ExecutionResult {
    if (!result.errors) return result;
    // Without `data` nothing was executed: a value did not fit its type, and only the type's owner could see it.
    const untold = 'data' in result ? 'INTERNAL_SERVER_ERROR' : 'BAD_USER_INPUT';
    return { ...result, errors: result.errors.map((error) => named(error, untold, correlationId)) };
  };
}
