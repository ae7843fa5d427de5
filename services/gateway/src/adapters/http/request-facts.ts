import type { IncomingMessage, ServerResponse } from 'node:http';

/** The token of `authorization: Bearer …`. Never taken from a URL or a cookie. */
export function bearerOf({ headers: { authorization } }: IncomingMessage): string | undefined {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
}

/** The number that the answer is known by, in its header, its errors and our log. */
export function correlationOf(response: ServerResponse): string {
  const id = response.getHeader('x-correlation-id');
  return typeof id === 'string' ? id : '';
}

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** W3C traceparent, if the caller sent a well-formed one. */
export function traceOf({ headers: { traceparent } }: IncomingMessage): string | undefined {
  return typeof traceparent === 'string' && TRACEPARENT.test(traceparent) ? traceparent : undefined;
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOCAL_NAMES = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Whether a request comes from this machine and means it: a page of somebody else, whose name was made to point here, says its
 * own name as host.
 */
export function isLocal({ socket, headers: { host, origin } }: IncomingMessage): boolean {
  const from = socket.remoteAddress ?? '';
  if (!LOOPBACK.test(from) || !LOCAL_NAMES.test(host ?? '')) return false;
  return origin === undefined || origin === `http://${host ?? ''}` || origin === `https://${host ?? ''}`;
}
