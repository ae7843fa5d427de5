import type { FaultCode } from '@flow/platform/graphql/fault';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { refusalText } from '../graph/answering';
import { fault } from '../graph/faults';
import { correlationOf } from './request-facts';

const STATUS: Partial<Record<FaultCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  REQUEST_TOO_LARGE: 413,
  DOWNSTREAM_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

const RESPONSE_JSON = 'application/graphql-response+json';

/** Sends an answer as the media type that was asked for (GraphQL over HTTP, §6). */
export function sendJson(request: Request, response: Response, answer: { status: number; text: string }): void {
  const type = request.headers.accept?.includes(RESPONSE_JSON) === true ? RESPONSE_JSON : 'application/json';
  response.status(answer.status).set('content-type', `${type}; charset=utf-8`);
  response.send(answer.text);
}

export interface Refusal {
  readonly code: FaultCode;
  /** Written by us; the code's own if not told. */
  readonly sentence?: string;
  readonly status?: number;
}

/** Answers a request that never ran. */
export function refuse(request: Request, response: Response, { code, sentence, status }: Refusal): void {
  const text = refusalText([fault(code, sentence)], correlationOf(response));
  sendJson(request, response, { status: status ?? STATUS[code] ?? 400, text });
}

/** Only POST, since a query in a URL would stand in the logs of every proxy; only JSON, which no page of others can send unasked. */
export const onlyJsonPosts: RequestHandler = (request: Request, response: Response, next: NextFunction) => {
  if (request.method !== 'POST') {
    response.set('allow', 'POST');
    refuse(request, response, { code: 'BAD_USER_INPUT', sentence: 'Send the operation by POST.', status: 405 });
  } else if (request.is('application/json') === false) {
    const sentence = 'Send the operation as application/json.';
    refuse(request, response, { code: 'BAD_USER_INPUT', sentence, status: 415 });
  } else next();
};
