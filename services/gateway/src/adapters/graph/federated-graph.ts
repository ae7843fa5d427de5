import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { Log } from '@flow/platform/telemetry/log';
import { buildASTSchema, execute, GraphQLError, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { composeGraph, type ComposedGraph } from './compose-graph';
import { faultCodeOf, leavingFault } from './faults';
import {
  graphFrames,
  shownPatients,
  takeErrors,
  type Asker,
  type GraphAnswer,
  type GraphFrames,
  type GraphOperation,
  type ShownPatients,
} from './graph-answer';
import { guardSubgraph } from './guarded-subgraph';
import { createPlanner } from './planner';
import { isStream, type Subgraph } from './subgraph';

/** The graph of all services, executed by plan. It knows nothing of tokens, limits or audit. */
export interface FederatedGraph extends ComposedGraph {
  /** What people may name in a document. */
  readonly api: GraphQLSchema;
  /** Runs a query or mutation. Never rejects: faults are in the answer. */
  execute(operation: GraphOperation, asker: Asker): Promise<GraphAnswer>;
  /** Asks the schema about itself. */
  introspect(operation: GraphOperation, asker: Asker): Promise<GraphAnswer>;
  /** Frames until the source ends or they are ended. One answer, with its errors, when the subscription is refused. */
  subscribe(operation: GraphOperation, asker: Asker): Promise<GraphAnswer | GraphFrames>;
  close(): Promise<void>;
}

const contextOf = ({ identity, correlationId, trace }: Asker, shown: ShownPatients): GraphContext => ({
  identity,
  correlationId,
  ...(trace !== undefined && { trace }),
  shows: (patientIds) => shown.add(patientIds),
});

function asResult(error: unknown): ExecutionResult {
  if (error instanceof GraphQLError) return { errors: [error] };
  const originalError = error instanceof Error ? error : undefined;
  return { errors: [new GraphQLError('The graph failed.', { originalError })] };
}

/** Composes the subgraphs, and is ready for its first request when this resolves. Throws when they do not fit together. */
export async function createFederatedGraph(subgraphs: readonly Subgraph[], log: Log): Promise<FederatedGraph> {
  const composed = composeGraph(subgraphs);
  const api = buildASTSchema(parse(composed.apiSdl));
  const guarded = subgraphs.map((one) => [one.name, guardSubgraph(one, composed.marks.personal, log)] as const);
  const planner = await createPlanner(composed.supergraphSdl, new Map(guarded));

  function answerOf(result: ExecutionResult, { correlationId }: Asker, shown: ShownPatients): GraphAnswer {
    const errors = takeErrors(result);
    for (const error of errors) {
      if (faultCodeOf(error) !== undefined) continue;
      log.error('An operation could not be planned or carried out.', {
        correlationId,
        error: error.originalError ?? error,
      });
    }
    const faults = errors.map((error) => leavingFault(error, correlationId));
    return { data: result.data ?? null, errors: faults, shown: shown.take() };
  }

  return {
    ...composed,
    api,
    async execute(operation, asker) {
      const shown = shownPatients();
      try {
        const result = await planner.run(operation, contextOf(asker, shown));
        if (isStream(result)) throw new Error('A query was answered with a stream.');
        return answerOf(result, asker, shown);
      } catch (error) {
        return answerOf(asResult(error), asker, shown);
      }
    },
    async introspect({ document, operationName, variables }, asker) {
      const result = await execute({ schema: api, document, operationName, variableValues: variables });
      return answerOf(result, asker, shownPatients());
    },
    async subscribe(operation, asker) {
      const shown = shownPatients();
      const answer = (result: ExecutionResult) => answerOf(result, asker, shown);
      try {
        const result = await planner.run(operation, contextOf(asker, shown));
        return isStream(result) ? graphFrames(result, answer, (error) => answer(asResult(error))) : answer(result);
      } catch (error) {
        return answer(asResult(error));
      }
    },
    async close() {
      await planner.close();
      await Promise.all(subgraphs.map(async (subgraph) => subgraph.close()));
    },
  };
}
