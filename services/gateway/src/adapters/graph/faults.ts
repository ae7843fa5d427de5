import { FAULT_SENTENCES, GraphFault, isFaultCode, type FaultCode } from '@flow/platform/graphql/fault';
import type { GraphQLError } from 'graphql';

/** An error as it leaves: a known code, a sentence that names nothing internal, and what to quote to us. */
export interface LeavingFault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions: { readonly code: FaultCode; readonly correlationId: string };
}

/** An error with a code of ours. The sentence is the code's own, unless another says more to the person who asked. */
export const fault = (code: FaultCode, sentence: string = FAULT_SENTENCES[code]): GraphQLError =>
  new GraphFault(code, sentence);

/** What an error is called outside; undefined for one that nobody named. */
export function faultCodeOf({ extensions: { code } }: GraphQLError): FaultCode | undefined {
  return isFaultCode(code) ? code : undefined;
}

/** Faults in the asker's own text, whose position means something to them. */
const IN_THEIR_TEXT: readonly FaultCode[] = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'];

/** The error as it leaves. One that nobody named says nothing of itself. */
export function leavingFault(error: GraphQLError, correlationId: string): LeavingFault {
  const code = faultCodeOf(error);
  if (code === undefined) return leavingFault(fault('INTERNAL_SERVER_ERROR'), correlationId);
  return {
    message: error.message,
    ...(error.path && { path: error.path }),
    ...(IN_THEIR_TEXT.includes(code) && error.locations && { locations: error.locations }),
    extensions: { code, correlationId },
  };
}
