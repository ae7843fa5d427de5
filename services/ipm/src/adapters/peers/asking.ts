import { PeerFault, PeerUnavailable, type GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { traceFrom } from '@flow/platform/telemetry/trace';
import { traced, type Watch } from '@flow/platform/telemetry/tracing';
import { z } from 'zod';
import type { Refused, Statement } from '../../application/owners';

const IDENTITY = serviceIdentity('ipm');

/** Fields that every telling has. */
export type Envelope = ReturnType<typeof envelope>;

export const envelope = ({ partner, messageId, decoding, index, order, occurredAt }: Statement) => ({
  idempotencyKey: keyOf(messageId, decoding, index),
  partner,
  messageId,
  order,
  occurredAt,
});

export const keyOf = (messageId: string, decoding: number, index: number): string =>
  `${messageId}:${decoding}:${index}`;

/** A refusal as every owner words it. */
export const refusalSchema = z.object({ __typename: z.literal('TellRefusal'), code: z.string(), retry: z.boolean() });

/** What an owner refuses now and may take later is asked again like what it did not answer. */
export function retryOrRefuse(owner: string, { code, retry }: z.output<typeof refusalSchema>): Refused {
  if (retry) throw new PeerUnavailable(owner, { cause: new PeerFault(owner, code) });
  return { refused: code };
}

/** Tells as ourselves what a message says. Throws when no answer came, or a fault. */
export const ask = (
  peer: GraphPeer,
  document: string,
  variables: Readonly<Record<string, unknown>>,
  messageId: string,
): Promise<unknown> =>
  peer.execute({ document, variables, identity: IDENTITY, correlationId: messageId, trace: traceFrom(messageId) });

/** Asks as ourselves, on behalf of no message. */
export const askAside = (
  peer: GraphPeer,
  document: string,
  variables: Readonly<Record<string, unknown>>,
  correlationId: string,
): Promise<unknown> => peer.execute({ document, variables, identity: IDENTITY, correlationId });

/** The same peer, each of whose answers is a span of the message that it was told. */
export const tracedPeer = (peer: GraphPeer, name: 'patients told' | 'beds told', watch: Watch): GraphPeer => ({
  execute: (request) => traced(watch, { name, traces: [request.trace] }, () => peer.execute(request)),
});
