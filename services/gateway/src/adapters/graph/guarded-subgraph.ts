import { createGraphContext } from '@flow/platform/graphql/create-graph-context';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { Log } from '@flow/platform/telemetry/log';
import { traced, type Watch } from '@flow/platform/telemetry/tracing';
import { buildSchema, OperationTypeNode, type DocumentNode, type ExecutionResult } from 'graphql';
import { fault } from './faults';
import { nameFaults } from './name-faults';
import { createPersonalFields } from './personal-fields';
import { isStream, type FrameStream, type Subgraph, type SubgraphAnswer } from './subgraph';

/** A fetch as the planner asks for it. */
export interface PlannedFetch {
  readonly document: DocumentNode;
  readonly operationType?: OperationTypeNode | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly context?: GraphContext | undefined;
}

export interface GuardedSubgraph {
  call(fetch: PlannedFetch): Promise<SubgraphAnswer>;
}

/** Who watches what is asked of a subgraph. */
export interface Watching extends Watch {
  readonly log: Log;
}

/** Passes reports on, and knows whether there was one since it was last asked. */
function watchReports(asked: GraphContext) {
  let reported = false;
  const shows = (patientIds: readonly string[]): void => {
    if (patientIds.length > 0) reported = true;
    asked.shows(patientIds);
  };
  const context = createGraphContext(asked, shows, asked.tells);
  const takeReported = (): boolean => {
    const taken = reported;
    reported = false;
    return taken;
  };
  return { context, takeReported };
}

/**
 * A subgraph whose answer is refused when it shows a personal field while its resolvers reported no patient: nothing
 * identifiable may leave without being written down.
 */
export function guardSubgraph(
  subgraph: Subgraph,
  personal: ReadonlySet<string>,
  { log, ...watch }: Watching,
): GuardedSubgraph {
  const fields = createPersonalFields(buildSchema(subgraph.sdl, { assumeValid: true, assumeValidSDL: true }), personal);
  const naming = nameFaults(subgraph.name, log);

  return {
    async call({ document, operationType = OperationTypeNode.QUERY, variables = {}, context: asked }) {
      if (!asked) throw new Error('The planner lost the context of a request.');
      const { correlationId } = asked;
      const { context, takeReported } = watchReports(asked);

      function checked(result: ExecutionResult): ExecutionResult {
        const operation = takeReported() ? undefined : fields.shownIn(document, result.data);
        if (operation === undefined) return naming(result, correlationId);
        log.error('A personal field was answered without a report of whom it shows.', {
          subgraph: subgraph.name,
          operation,
          correlationId,
        });
        return { errors: [fault('INTERNAL_SERVER_ERROR')] };
      }

      const ask = () => subgraph.execute({ document, operation: operationType, variables, context });
      const traces = operationType === OperationTypeNode.MUTATION ? [asked.trace] : [];
      const answer = await traced(watch, { name: 'subgraph asked', traces, fields: { subgraph: subgraph.name } }, ask);
      return isStream(answer) ? mapped(answer, (frame) => forgetting(checked(frame))) : checked(answer);
    },
  };
}

/** The planner keeps the last frame's data when one comes without: an empty one makes it forget. */
const forgetting = (frame: ExecutionResult): ExecutionResult => (frame.data ? frame : { ...frame, data: {} });

function mapped(source: FrameStream, map: (frame: ExecutionResult) => ExecutionResult): FrameStream {
  return {
    async next() {
      const step = await source.next();
      return step.done ? step : { done: false, value: map(step.value) };
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
