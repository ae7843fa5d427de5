import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { isTransient } from '../running/persistently';
import type { Log } from '../telemetry/log';
import { FAULT_SENTENCES, GraphFault, isFaultCode, type FaultCode } from './fault';

/** Codes of a request that was never executed. */
export type RequestCode = 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'BAD_USER_INPUT';

export interface FaultReport {
  readonly correlationId: string;
  readonly log: Log;
  /** Set where the request was refused before a resolver ran; else each error is a fault of a resolver. */
  readonly refusedAs?: RequestCode | undefined;
}

/** The error and what it came from, outermost first. */
function chainOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let at: unknown = error; at !== undefined && at !== null && chain.length < 10;) {
    chain.push(at);
    at = at instanceof GraphQLError ? at.originalError : undefined;
  }
  return chain;
}

/** Sentences of the validator that hold names of the schema and of the document only, never a value. */
const NAMES_ONLY =
  /^(Cannot query field|Unknown (type|fragment|argument|directive)|Field "\w+" (must not|argument|of required type|of type|is not defined)|Argument "\w+" of required type|Variable "\$\w+" (is not defined|is never used|of type)|There can be only one|Fragment "\w+" (is never used|cannot)|Fields "\w+" conflict|Directive "@\w+" )[^;]*$/;
const VARIABLE = /^Variable "(\$\w+)" got invalid value /;
const VARIABLE_PATH = / at "([\w.[\]]{1,200})"; /;

function refusalSentence(code: RequestCode, message: string): string {
  const variable = VARIABLE.exec(message)?.[1];
  if (variable !== undefined) {
    const path = VARIABLE_PATH.exec(message)?.[1];
    return `The variable ${variable} is not what the schema says${path === undefined ? '' : `, at ${path}`}.`;
  }
  return code === 'GRAPHQL_VALIDATION_FAILED' && NAMES_ONLY.test(message) ? message : FAULT_SENTENCES[code];
}

function told(
  error: unknown,
  refusedAs: RequestCode | undefined,
): { readonly code: FaultCode; readonly message: string } {
  const chain = chainOf(error);
  const fault = chain.find((each) => each instanceof GraphFault);
  const message = error instanceof Error ? error.message : '';
  if (fault && refusedAs && VARIABLE.test(message)) {
    return { code: fault.code, message: `${refusalSentence(refusedAs, message)} ${fault.message}` };
  }
  if (fault) return { code: fault.code, message: fault.message };
  if (chain.some(isTransient)) {
    return { code: 'DOWNSTREAM_UNAVAILABLE', message: FAULT_SENTENCES.DOWNSTREAM_UNAVAILABLE };
  }
  if (refusedAs) return { code: refusedAs, message: refusalSentence(refusedAs, message) };
  return { code: 'INTERNAL_SERVER_ERROR', message: FAULT_SENTENCES.INTERNAL_SERVER_ERROR };
}

/** Whether this left one of our own services: its message was fixed there, and its cause logged there. */
const isFormatted = (error: GraphQLError): boolean =>
  error.originalError === undefined &&
  isFaultCode(error.extensions['code']) &&
  typeof error.extensions['correlationId'] === 'string';

/**
 * What may leave of an error: a sentence of ours, where in the request, a code of the fixed list and the correlation id. What
 * we did not foresee is logged under that id and answered with one fixed sentence. No value of the request is repeated.
 */
export function formatFault(error: unknown, { correlationId, log, refusedAs }: FaultReport): GraphQLFormattedError {
  const located = error instanceof GraphQLError ? error : undefined;
  if (located && isFormatted(located)) return located.toJSON();
  const { code, message } = told(error, refusedAs);
  if (code === 'INTERNAL_SERVER_ERROR') {
    log.error('A resolver failed.', { correlationId, code, error: chainOf(error).at(-1) });
  } else if (code === 'DOWNSTREAM_UNAVAILABLE') {
    log.warn('A resolver had no answer from an engine or another service.', {
      correlationId,
      code,
      error: chainOf(error).at(-1),
    });
  }
  return {
    message,
    ...(located?.locations && { locations: located.locations }),
    ...(located?.path && { path: located.path }),
    extensions: { code, correlationId },
  };
}
