import type { GraphQLSchema } from 'graphql';

/** Whether a part can do its work now. `reason` is a fixed sentence without patient data, for /readyz and operators. */
export interface Readiness {
  readonly ready: boolean;
  readonly reason?: string;
}

/** A service that has been started in this process. */
export interface RunningService {
  readonly name: string;
  /** Its part of the federated graph; absent for a service that has none. */
  readonly schema?: GraphQLSchema;
  readiness(): Readiness;
  /** Stops taking work, finishes what is in hand and closes, within 10 s. Safe to call twice. */
  stop(): Promise<void>;
}
