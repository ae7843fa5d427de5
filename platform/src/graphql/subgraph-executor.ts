import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import type { Asking } from '../security/claims';
import type { Frames } from './frames';
import type { GraphContext } from './graph-context';

/** One operation for one subgraph. */
export interface SubgraphRequest {
  /** Text is validated; a document that was parsed already is taken as planned from the subgraph's own SDL. */
  readonly document: string | DocumentNode;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
  readonly asking: Asking;
  /** Told the patients whom the answer shows, before the answer is given. */
  readonly shows?: GraphContext['shows'] | undefined;
  /** Told the traces of the events that a frame tells of, before the frame is given. */
  readonly tells?: GraphContext['tells'];
  /** Gives up on the answer. */
  readonly signal?: AbortSignal | undefined;
}

/** An answer, or a frame of a subscription. Its errors are ready to leave: nothing internal is in them. */
export interface SubgraphResult {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
}

/**
 * A subgraph as the gateway and peers ask it, in process or over signed HTTP: they cannot tell which. `execute` throws
 * PeerUnavailable when no answer came. A subscription that is refused, or fails, gives one last frame with errors and ends; one
 * whose connection is lost throws PeerUnavailable. Ending the iteration ends the subscription.
 */
export interface SubgraphExecutor {
  execute(request: SubgraphRequest): Promise<SubgraphResult>;
  subscribe(request: SubgraphRequest): Frames<SubgraphResult>;
}
