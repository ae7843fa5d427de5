import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { execute, GraphQLError, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { composeGraph, type ComposedGraph } from './compose-graph';
import { faultCodeOf, leavingFault } from './faults';
import {
  collectReported,
  graphFrames,
  takeErrors,
  type Asker,
  type GraphAnswer,
  type GraphFrames,
  type GraphOperation,
  type Reported,
} from './graph-answer';
import { guardSubgraph, type Watching } from './guarded-subgraph';
import { createPlanner } from './planner';
import { publicSchema } from './public-schema';
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

/** What an answer, or one frame after another, is reported to show and to tell of. */
const collectReports = () => ({ shown: collectReported(), traces: collectReported() });
type Reports = Readonly<Record<'shown' | 'traces', Reported>>;

const contextOf = ({ identity, correlationId, trace }: Asker, { shown, traces }: Reports): GraphContext => ({
  identity,
  correlationId,
  ...(trace !== undefined && { trace }),
  shows: (patientIds) => shown.add(patientIds),
  tells: (told) => traces.add(told),
});

function asResult(error: unknown): ExecutionResult {
  if (error instanceof GraphQLError) return { errors: [error] };
  const originalError = error instanceof Error ? error : undefined;
  return { errors: [new GraphQLError('The graph failed.', { originalError })] };
}

/** Composes the subgraphs, and is ready for its first request when this resolves. Throws when they do not fit together. */
export async function createFederatedGraph(
  subgraphs: readonly Subgraph[],
  watching: Watching,
): Promise<FederatedGraph> {
  const { log } = watching;
  const composed = composeGraph(subgraphs);
  const api = publicSchema(composed.apiSdl);
  const guarded = subgraphs.map((one) => [one.name, guardSubgraph(one, composed.marks.personal, watching)] as const);
  const planner = await createPlanner(composed.supergraphSdl, new Map(guarded));

  function answerOf(result: ExecutionResult, { correlationId }: Asker, { shown, traces }: Reports): GraphAnswer {
    const errors = takeErrors(result);
    for (const error of errors) {
      if (faultCodeOf(error) !== undefined) continue;
      log.error('An operation could not be planned or carried out.', {
        correlationId,
        error: error.originalError ?? error,
      });
    }
    const faults = errors.map((error) => leavingFault(error, correlationId));
    const told = traces.take();
    return { data: result.data ?? null, errors: faults, shown: shown.take(), ...(told.size > 0 && { traces: told }) };
  }

  return {
    ...composed,
    api,
    async execute(operation, asker) {
      const reports = collectReports();
      try {
        const result = await planner.run(operation, contextOf(asker, reports));
        if (isStream(result)) throw new Error('A query was answered with a stream.');
        return answerOf(result, asker, reports);
      } catch (error) {
        return answerOf(asResult(error), asker, reports);
      }
    },
    async introspect({ document, operationName, variables }, asker) {
      const result = await execute({ schema: api, document, operationName, variableValues: variables });
      return answerOf(result, asker, collectReports());
    },
    async subscribe(operation, asker) {
      const reports = collectReports();
      const answer = (result: ExecutionResult) => answerOf(result, asker, reports);
      try {
        const result = await planner.run(operation, contextOf(asker, reports));
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
