import type { LiveQuery } from './frame';
import type { Subscriber } from './seat';
import { SharedExecution, type SharedExecutionDeps } from './shared-execution';

export interface LiveSubscriptions {
  /** Lets the subscriber follow. The function given back ends it. */
  follow(query: LiveQuery, subscriber: Subscriber): () => void;
  /** How many executions serve all subscribers now. */
  executions(): number;
}

/** Runs one execution for all who may be sent the same frames, and ends it with the last of them. */
export function createLiveSubscriptions(deps: SharedExecutionDeps): LiveSubscriptions {
  const executions = new Map<string, SharedExecution>();

  function begin(query: LiveQuery): SharedExecution {
    const execution: SharedExecution = new SharedExecution(query, deps, () => {
      if (executions.get(query.key) === execution) executions.delete(query.key);
    });
    executions.set(query.key, execution);
    return execution;
  }

  return {
    follow: (query, subscriber) => (executions.get(query.key) ?? begin(query)).join(subscriber),
    executions: () => executions.size,
  };
}
