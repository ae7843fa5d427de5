import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { getExecutorForUnifiedGraph } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { parse } from 'graphql';
import type { GuardedSubgraph } from './guarded-subgraph';
import type { GraphOperation } from './graph-answer';
import type { SubgraphAnswer } from './subgraph';

/** Plans an operation over the subgraphs and carries the plan out. */
export interface Planner {
  /** Rejects when the operation cannot be planned or a variable does not fit. */
  run(operation: GraphOperation, context: GraphContext): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}

/** Hive's planner, loaded before this resolves: a first request over a socket would otherwise find no schema. */
export async function createPlanner(
  supergraphSdl: string,
  subgraphs: ReadonlyMap<string, GuardedSubgraph>,
): Promise<Planner> {
  const executor = getExecutorForUnifiedGraph<GraphContext>({
    getUnifiedGraph: () => supergraphSdl,
    handleUnifiedGraph: unifiedGraphHandler,
    // Requests of different askers are never joined into one, nor those of one asker: a report belongs to its answer.
    batch: false,
    transportEntryAdditions: { '*': { kind: 'ours' } },
    transports: {
      ours: {
        getSubgraphExecutor({ transportEntry: { subgraph: name } }) {
          const subgraph = subgraphs.get(name);
          if (!subgraph) throw new Error(`The supergraph names the subgraph ${name}, which was not composed.`);
          // The runtime lets its caller choose the types of context and answer; ours are these.
          return ({ document, operationType, variables, context }) =>
            subgraph.call({
              document,
              operationType,
              variables,
              context: context as unknown as GraphContext | undefined,
            }) as Promise<never>;
        },
      },
    },
  });
  await executor({ document: parse('{ __typename }') });
  return {
    async run({ document, operationName, variables }, context) {
      // No signal goes in: a plan whose making was aborted would be kept, and fail for everyone after.
      const request = { document, variables, context, ...(operationName !== undefined && { operationName }) };
      return (await executor(request)) as SubgraphAnswer;
    },
    close: async () => executor[Symbol.asyncDispose](),
  };
}
