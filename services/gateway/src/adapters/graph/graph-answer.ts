import type { Identity } from '@flow/platform/security/identity';
import type { DocumentNode, ExecutionResult, GraphQLError } from 'graphql';
import type { LeavingFault } from './faults';

/** An operation that was parsed, validated and found within the limits. */
export interface GraphOperation {
  /** The same object for the same text, so that its plan is made once. */
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Who asks, and under which numbers it is followed. */
export interface Asker {
  readonly identity: Identity;
  readonly correlationId: string;
  readonly trace?: string | undefined;
}

/** An answer, or a frame of a subscription, before the audit: it must not leave until `shown` has been written down. */
export interface GraphAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly LeavingFault[];
  /** The identifiable patients in it. */
  readonly shown: ReadonlySet<string>;
  /** Of the events that a frame tells of, where anybody traces them. */
  readonly traces?: ReadonlySet<string>;
}

/** The frames of one subscription, asked for one at a time. */
export interface GraphFrames {
  /** Undefined at the end. Never rejects: a fault is a frame. */
  next(): Promise<GraphAnswer | undefined>;
  /** Ends it. Safe to call while a frame is awaited, and twice. */
  end(): void;
}

/** Collects what the resolvers of one answer, or of one frame after another, report: patients, or traces. */
export interface Reported {
  add(ids: readonly string[]): void;
  /** Those reported since the last time. */
  take(): ReadonlySet<string>;
}

export function collectReported(): Reported {
  let ids = new Set<string>();
  return {
    add(more) {
      for (const id of more) ids.add(id);
    },
    take() {
      const taken = ids;
      ids = new Set();
      return taken;
    },
  };
}

/** The planner keeps one list of errors for a whole subscription: taken out, they do not stand in the next frame again. */
export function takeErrors(result: ExecutionResult): readonly GraphQLError[] {
  const errors = result.errors ?? [];
  return Array.isArray(errors) ? errors.splice(0) : errors;
}

/** Pulls frames from a source that ends, fails or is ended. After a failure comes its frame, then the end. */
export function graphFrames(
  source: AsyncIterator<ExecutionResult, unknown>,
  answer: (result: ExecutionResult) => GraphAnswer,
  failed: (error: unknown) => GraphAnswer,
): GraphFrames {
  let ended = false;
  return {
    async next() {
      if (ended) return undefined;
      try {
        const step = await source.next();
        if (step.done) ended = true;
        return step.done ? undefined : answer(step.value);
      } catch (error) {
        ended = true;
        return failed(error);
      }
    },
    end() {
      ended = true;
      // A source that fails to end has nobody left to tell.
      source.return?.().catch(() => undefined);
    },
  };
}
