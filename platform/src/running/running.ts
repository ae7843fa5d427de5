import type { GraphQLSchema } from 'graphql';

/** Whether a part can do its work now. `reason` is a fixed sentence without patient data, for /readyz and operators. */
export interface Readiness {
  readonly ready: boolean;
  readonly reason?: string;
}

/** A part that runs by itself until it is stopped. */
export interface Running {
  readiness(): Readiness;
  /** Stops taking work and finishes what is in hand, within 10 s. Safe to call twice. */
  stop(): Promise<void>;
}

/** How far a rebuild has come, in events. `total` is what the live model was made of, where that is known. */
export interface RebuildProgress {
  readonly done: number;
  readonly total?: number;
}

/** A service that has been started in this process. */
export interface RunningService {
  readonly name: string;
  /** Its part of the federated graph; absent for a service that has none. */
  readonly schema?: GraphQLSchema;
  readiness(): Readiness;
  /** Builds its read models anew from all events, beside the live ones, and switches at the end. Absent where it has none. */
  rebuild?(onProgress: (progress: RebuildProgress) => void): Promise<{ readonly events: number }>;
  /** Stops taking work, finishes what is in hand and closes, within 10 s. Safe to call twice. */
  stop(): Promise<void>;
}
