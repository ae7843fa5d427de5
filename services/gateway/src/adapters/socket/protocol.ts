import { z } from 'zod';

/** The one protocol: github.com/enisdenjo/graphql-ws, PROTOCOL.md. */
export const PROTOCOL = 'graphql-transport-ws';

/** Why the gateway closes a socket. Those from 4400 on are the protocol's, but for 4403 and 4412, whose meaning here is ours. */
export const CLOSE = {
  /** The gateway stops. Connect again at once: another instance may answer. */
  goingAway: 1001,
  badRequest: 4400,
  /** A subscription came before the connection was acknowledged. */
  unauthorized: 4401,
  /** The token is not valid, or has ended. Sign in again, connect, and go on with `sinceVersion`. */
  forbidden: 4403,
  wrongProtocol: 4406,
  initTimeout: 4408,
  subscriberExists: 4409,
  /** What was sent was not read fast enough. Connect again and go on with `sinceVersion`. */
  tooSlow: 4412,
  /** Too many subscriptions or messages on one socket, or a second connection_init. */
  tooMany: 4429,
  /** The issuer's keys cannot be had. Connect again in a moment. */
  signInUnavailable: 4503,
} as const;

const id = z.string().min(1).max(100);
const payload = z.record(z.string(), z.unknown()).nullish();

const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('connection_init'), payload }),
  z.object({ type: z.literal('ping'), payload }),
  z.object({ type: z.literal('pong'), payload }),
  z.object({ type: z.literal('subscribe'), id, payload: z.unknown() }),
  z.object({ type: z.literal('complete'), id }),
]);
export type ClientMessage = z.output<typeof message>;

/** A message of a client; undefined when it is none. */
export function clientMessage(text: string): ClientMessage | undefined {
  try {
    return message.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const initPayload = z.object({ authorization: z.string().optional(), Authorization: z.string().optional() });

/** The token of connection_init: `{"authorization": "Bearer …"}`. */
export function tokenOf(told: unknown): string | undefined {
  const read = initPayload.safeParse(told);
  const header = read.success ? (read.data.authorization ?? read.data.Authorization) : undefined;
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(header ?? '')?.[1];
}

export const ACKNOWLEDGED = JSON.stringify({ type: 'connection_ack' });
export const PONG = JSON.stringify({ type: 'pong' });

/** `payloadText` is JSON already: one text for everyone it goes to. */
export const nextMessage = (id: string, payloadText: string): string =>
  `{"id":${JSON.stringify(id)},"type":"next","payload":${payloadText}}`;
export const errorMessage = (id: string, errorsText: string): string =>
  `{"id":${JSON.stringify(id)},"type":"error","payload":${errorsText}}`;
export const completeMessage = (id: string): string => JSON.stringify({ id, type: 'complete' });
