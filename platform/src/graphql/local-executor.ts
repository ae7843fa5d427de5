import { execute, subscribe, type ExecutionArgs, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { Log } from '../telemetry/log';
import { createGraphContext } from './create-graph-context';
import { endingWith, framesFrom, mapFrames, onlyFrame } from './frames';
import { formatFault, type RequestCode } from './format-fault';
import { createKnownDocuments, type ReadDocument } from './known-documents';
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from './subgraph-executor';

export interface LocalExecutorOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
}

/** A result as it may leave. Without `data` no resolver ran, and what was wrong is the request. */
export function formatResult(
  { data, errors }: Pick<ExecutionResult, 'data' | 'errors'>,
  { log, correlationId, refusedAs }: { log: Log; correlationId: string; refusedAs?: RequestCode | undefined },
): SubgraphResult {
  const as = data === undefined ? (refusedAs ?? 'BAD_USER_INPUT') : undefined;
  return {
    ...(data !== undefined && { data }),
    ...(errors && { errors: errors.map((error) => formatFault(error, { correlationId, log, refusedAs: as })) }),
  };
}

const isIterable = (
  answer: AsyncIterable<ExecutionResult> | ExecutionResult,
): answer is AsyncIterable<ExecutionResult> => Symbol.asyncIterator in answer;

/** Executes a subgraph's schema in this process, each request with a context of its own. */
export function createLocalExecutor({ schema, log }: LocalExecutorOptions): SubgraphExecutor {
  const known = createKnownDocuments(schema);
  const read = (document: SubgraphRequest['document']): ReadDocument =>
    typeof document === 'string' ? known(document) : { ok: true, document };

  const argsOf = (request: SubgraphRequest, document: ExecutionArgs['document']): ExecutionArgs => ({
    schema,
    document,
    contextValue: createGraphContext(request.asking, request.shows, request.tells),
    variableValues: request.variables ?? null,
    operationName: request.operationName ?? null,
  });
  const refused = (request: SubgraphRequest, { errors, refusedAs }: Extract<ReadDocument, { ok: false }>) =>
    formatResult({ errors }, { log, correlationId: request.asking.correlationId, refusedAs });

  return {
    async execute(request) {
      const asked = read(request.document);
      if (!asked.ok) return refused(request, asked);
      const result = await execute(argsOf(request, asked.document));
      return formatResult(result, { log, correlationId: request.asking.correlationId });
    },
    subscribe(request) {
      const report = { log, correlationId: request.asking.correlationId };
      return framesFrom(async () => {
        const asked = read(request.document);
        if (!asked.ok) return onlyFrame(refused(request, asked));
        const frames = await subscribe(argsOf(request, asked.document));
        if (!isIterable(frames)) return onlyFrame(formatResult(frames, report));
        const formatted = mapFrames(frames[Symbol.asyncIterator](), (frame) => formatResult(frame, report));
        return endingWith(formatted, (error) => ({ errors: [formatFault(error, report)] }));
      });
    },
  };
}
