import { createRemoteExecutor } from '@flow/platform/graphql/remote-executor';
import type { RemoteExecutorOptions } from '@flow/platform/graphql/remote-wire';
import { PeerUnavailable } from '@flow/platform/graphql/peer';
import type { SubgraphExecutor, SubgraphResult } from '@flow/platform/graphql/subgraph-executor';
import { serviceIdentity } from '@flow/platform/security/identity';
import { OperatorError } from '@flow/platform/values/operator-error';
import { GraphQLError, OperationTypeNode, type ExecutionResult } from 'graphql';
import { z } from 'zod';
import { fault } from './faults';
import type { FrameStream, Subgraph, SubgraphAnswer, SubgraphRequest } from './subgraph';

const sdlAnswer = z.object({ _service: z.object({ sdl: z.string() }) });
const data = z.record(z.string(), z.unknown()).nullish();

/** It is asked again: what does not come soon may never come over this connection. */
const SDL_MS = 5_000;

async function sdlOf(name: string, executor: SubgraphExecutor, correlationId: string): Promise<string> {
  const asking = { identity: serviceIdentity('gateway'), correlationId };
  const signal = AbortSignal.timeout(SDL_MS);
  const { data: told } = await executor.execute({ document: '{ _service { sdl } }', asking, signal });
  const read = sdlAnswer.safeParse(told);
  if (!read.success) throw new OperatorError(`The service ${name} did not say what its part of the graph is.`);
  return read.data._service.sdl;
}

function resultOf({ data: told, errors }: SubgraphResult): ExecutionResult {
  return {
    ...(told !== undefined && { data: data.parse(told) ?? null }),
    ...(errors && {
      errors: errors.map(
        ({ message, path, extensions }) =>
          new GraphQLError(message, { path: path ?? null, extensions: extensions ?? null }),
      ),
    }),
  };
}

/** Executed as far as anybody knows: an outage is no fault of what was asked. */
const OUTAGE: ExecutionResult = { data: null, errors: [fault('DOWNSTREAM_UNAVAILABLE')] };

/** Frames until the connection is lost, which is told by a last one. */
function streamOf(executor: SubgraphExecutor, request: Parameters<SubgraphExecutor['subscribe']>[0]): FrameStream {
  const frames = executor.subscribe(request);
  let lost = false;
  return {
    async next() {
      if (lost) return { done: true, value: undefined };
      try {
        const step = await frames.next();
        return step.done === true ? { done: true, value: undefined } : { done: false, value: resultOf(step.value) };
      } catch (error) {
        if (!(error instanceof PeerUnavailable)) throw error;
        lost = true;
        return { done: false, value: OUTAGE };
      }
    },
    async return() {
      lost = true;
      await frames.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

export interface RemoteSubgraphOptions extends Omit<RemoteExecutorOptions, 'service'> {
  readonly name: string;
  readonly correlationId: string;
}

/** The subgraph of a service in another process, asked for its SDL now. Throws PeerUnavailable when it does not answer. */
export async function connectSubgraph({ name, correlationId, ...options }: RemoteSubgraphOptions): Promise<Subgraph> {
  const executor = createRemoteExecutor({ service: name, ...options });
  const sdl = await sdlOf(name, executor, correlationId);
  return {
    name,
    sdl,
    async execute({ document, operation, variables, context }: SubgraphRequest): Promise<SubgraphAnswer> {
      const { identity, correlationId: id, trace, shows, tells } = context;
      const asking = { identity, correlationId: id, ...(trace !== undefined && { trace }) };
      const request = { document, variables, asking, shows, tells };
      if (operation === OperationTypeNode.SUBSCRIPTION) return streamOf(executor, request);
      try {
        return resultOf(await executor.execute(request));
      } catch (error) {
        if (error instanceof PeerUnavailable) return OUTAGE;
        throw error;
      }
    },
    close: () => Promise.resolve(),
  };
}
