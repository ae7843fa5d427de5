import type { Identity } from '../security/identity';
import { OperatorError } from '../values/operator-error';

export interface PeerRequest {
  /** A GraphQL document with one operation. */
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly identity: Identity;
  readonly correlationId: string;
  readonly trace?: string;
}

/**
 * Another service's GraphQL contract, in process or over signed HTTP: the asker cannot tell which. Gives `data` whole.
 * Throws PeerUnavailable when no answer came (ask again: every telling is idempotent) and PeerFault for a fault it reported.
 */
export interface GraphPeer {
  execute(request: PeerRequest): Promise<unknown>;
}

export class PeerUnavailable extends OperatorError {
  constructor(service: string, options?: ErrorOptions) {
    super(`The service ${service} did not answer.`, options);
  }
}

export class PeerFault extends OperatorError {
  constructor(
    service: string,
    readonly code: string,
  ) {
    super(`The service ${service} answered with the fault ${code}.`);
  }
}
