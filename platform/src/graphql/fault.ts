import { GraphQLError } from 'graphql';
import type { Sentence } from '../telemetry/log';

/** Every code that an entry of `errors` may have. Expected outcomes of business are data, never one of these. */
export const FAULT_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'REQUEST_TOO_LARGE',
  'DOWNSTREAM_UNAVAILABLE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'COST_ESTIMATED_TOO_EXPENSIVE',
  'INTERNAL_SERVER_ERROR',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** What a person reads when nothing better is known. */
export const FAULT_SENTENCES: Readonly<Record<FaultCode, string>> = {
  UNAUTHENTICATED: 'Sign in, then ask again.',
  FORBIDDEN: 'Your role does not allow this.',
  BAD_USER_INPUT: 'The request holds a value that the schema does not allow.',
  NOT_FOUND: 'What was asked for does not exist, or is not yours to see.',
  CONFLICT: 'Somebody else has changed this. Load it again.',
  RATE_LIMITED: 'Too many requests. Wait a moment, then ask again.',
  REQUEST_TOO_LARGE: 'The request is too large.',
  DOWNSTREAM_UNAVAILABLE: 'A part of the system does not answer. Try again in a moment.',
  GRAPHQL_PARSE_FAILED: 'The request is not a GraphQL document.',
  GRAPHQL_VALIDATION_FAILED: 'The request does not agree with the schema.',
  COST_ESTIMATED_TOO_EXPENSIVE: 'The request asks for too much at once. Ask for less.',
  INTERNAL_SERVER_ERROR: 'Something went wrong on our side. Give the correlation id to the service desk.',
};

export const isFaultCode = (code: unknown): code is FaultCode => FAULT_CODES.some((known) => known === code);

/** A fault that a resolver means to be seen: its code and its sentence leave as they are. Made by `graphFault`. */
export class GraphFault extends GraphQLError {
  constructor(
    readonly code: FaultCode,
    sentence: string = FAULT_SENTENCES[code],
  ) {
    super(sentence, { extensions: { code } });
    this.name = 'GraphFault';
  }
}

/** A fault with the sentence of its code, or with one written here: what was wrong and what to do, never what was sent. */
export const graphFault = <Text extends string>(code: FaultCode, sentence?: Sentence<Text>): GraphFault =>
  new GraphFault(code, sentence);
