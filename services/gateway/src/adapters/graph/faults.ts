import { EngineUnavailable, OutcomeUnknown } from '@flow/platform/event-store/errors';
import { PeerUnavailable } from '@flow/platform/graphql/peer';
import { GraphQLError } from 'graphql';

/** Everything that an error of this graph may be called, each with the one sentence that it says. */
export const FAULT_SENTENCES = {
  UNAUTHENTICATED: 'Sign in first: there is no token, or it is not valid, or it has ended.',
  FORBIDDEN: 'Your role or scope does not allow this.',
  BAD_USER_INPUT: 'A value in the request is not of the form that its type asks for.',
  NOT_FOUND: 'There is nothing of that id that you may see.',
  CONFLICT: 'It has changed since you saw it. Read it again and decide again.',
  RATE_LIMITED: 'Too many requests. Wait a little and try again.',
  DOWNSTREAM_UNAVAILABLE: 'A part of the system does not answer just now. Try again.',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  COST_ESTIMATED_TOO_EXPENSIVE: 'The query asks for too much at once. Ask for fewer items, or less of each.',
  INTERNAL_SERVER_ERROR: 'Something went wrong on our side. Tell us the correlation id.',
} as const;

export type FaultCode = keyof typeof FAULT_SENTENCES;

/** An error as it leaves: a known code, a sentence that names nothing internal, and what to quote to us. */
export interface GraphFault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions: { readonly code: FaultCode; readonly correlationId: string };
}

/** Codes whose message was written for the person who asked, by us or by GraphQL's own validation of their text. */
const SPEAKS_FOR_ITSELF: ReadonlySet<FaultCode> = new Set([
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'COST_ESTIMATED_TOO_EXPENSIVE',
]);

const isFaultCode = (code: unknown): code is FaultCode =>
  typeof code === 'string' && Object.hasOwn(FAULT_SENTENCES, code);

const isOutage = (error: unknown): boolean =>
  error instanceof EngineUnavailable || error instanceof OutcomeUnknown || error instanceof PeerUnavailable;

/** What an error is called outside; undefined for one that nobody named. */
export function faultCodeOf(error: GraphQLError): FaultCode | undefined {
  const { code } = error.extensions;
  if (isFaultCode(code)) return code;
  return isOutage(error.originalError) ? 'DOWNSTREAM_UNAVAILABLE' : undefined;
}

/** An error of ours. The sentence is the code's own, unless another says more to the person who asked. */
export const fault = (code: FaultCode, sentence: string = FAULT_SENTENCES[code]): GraphQLError =>
  new GraphQLError(sentence, { extensions: { code } });

/** The error as it leaves. Positions are told only of the asker's own text. */
export function graphFault(error: GraphQLError, correlationId: string): GraphFault {
  const code = faultCodeOf(error) ?? 'INTERNAL_SERVER_ERROR';
  const own = SPEAKS_FOR_ITSELF.has(code);
  return {
    message: own ? error.message : FAULT_SENTENCES[code],
    ...(error.path && { path: error.path }),
    ...(own && code !== 'BAD_USER_INPUT' && error.locations && { locations: error.locations }),
    extensions: { code, correlationId },
  };
}
