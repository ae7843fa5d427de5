import type { Identity } from '../security/identity';

/** What every resolver of every subgraph is given, in process and over HTTP alike. */
export interface GraphContext {
  readonly identity: Identity;
  readonly correlationId: string;
  readonly trace?: string;
  /**
   * Reports that this answer or frame shows these identifiable patients. A resolver that shows a personal field calls it
   * before it gives the field; the gateway writes the audit entry before the answer leaves.
   */
  readonly shows: (patientIds: readonly string[]) => void;
  /** Reports the traces of the events that this frame tells of, where anybody wants to know. */
  readonly tells?: ((traces: readonly string[]) => void) | undefined;
}
