import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { DocumentNode, ExecutionResult, OperationTypeNode } from 'graphql';

/** One fetch of the planner from one subgraph. */
export interface SubgraphRequest {
  /** The same object for the same fetch of the same plan, so that what was found out about it can be kept. */
  readonly document: DocumentNode;
  readonly operation: OperationTypeNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: GraphContext;
}

export type FrameStream = AsyncIterableIterator<ExecutionResult, unknown>;

/** One for a query or mutation, a stream of them for a subscription. */
export type SubgraphAnswer = ExecutionResult | FrameStream;

/** A service's part of the graph, in this process or behind signed HTTP: the planner cannot tell which. */
export interface Subgraph {
  readonly name: string;
  /** With federation's directives, as composition needs it. */
  readonly sdl: string;
  /** Never rejects: an outage is an answer with the error DOWNSTREAM_UNAVAILABLE. */
  execute(request: SubgraphRequest): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}

export const isStream = (answer: SubgraphAnswer): answer is FrameStream => Symbol.asyncIterator in answer;
