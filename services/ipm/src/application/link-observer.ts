import type { ReceivedFrame } from './receive';

/** Why bytes were not received, or a connection was ended by us. */
export const REFUSALS = [
  'too-large',
  'half-frame',
  'unterminated',
  'not-a-peer',
  'too-many-connections',
  'too-much-garbage',
  'idle',
  'reply-not-taken',
  'not-stored',
  'tls',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** What is counted and measured of a link. Nothing here tells what a message says. */
export interface LinkObserver {
  received(partner: string, kind: ReceivedFrame['kind']): void;
  /** The reply was handed to the socket so many milliseconds after its frame was whole. */
  acknowledged(partner: string, ms: number): void;
  /** All that is to be done with a frame is done: it is stored, and acknowledged where its sender wants that. */
  answered?(partner: string, frame: ReceivedFrame, ms: number): void;
  refused(partner: string, reason: Refusal): void;
  /** The certificate, PEM, that the partner is answered with from now on. */
  certificate?(partner: string, cert: string): void;
  /** Also at the opening of the port, when none is. */
  connections(partner: string, open: number): void;
}
