import type { Charset } from '../hl7/charset';

/** How we answer: as MSH-15 and MSH-16 ask, or as this partner's engine expects whatever they say. */
export type AckMode = 'mirror' | 'always-AA' | 'always-CA';

/** What happens to a message of an event: done, stored and passed over, or stored for a service that will want it. */
export type EventSwitch = 'apply' | 'ignore' | 'hold';

/** What a negative reply to OUR messages means to this partner: send the same again, or park it for a person. */
export type NegativeReply = 'retry' | 'park';

/** One partner: a system that sends to a port of ours. Everything that differs between partners is here, and only here. */
export interface PartnerConfig {
  /** Lower-case letters and digits: part of a stream's name. */
  readonly name: string;
  /** Another whenever a byte of the file or of its location map changes. Written into the ledger beside each decoding. */
  readonly version: string;
  readonly listen: ListenConfig;
  /** Addresses and CIDR ranges that may connect; anybody when absent. */
  readonly peers?: readonly string[];
  readonly tls?: TlsConfig;
  readonly limits: LinkLimits;
  /** For messages whose MSH-18 says nothing that we know. */
  readonly defaultCharset: Charset;
  readonly ackMode: AckMode;
  /** For our outbound messages. AE and AR mean opposite things at different hospitals. */
  readonly ackMeaning: { readonly AE: NegativeReply; readonly AR: NegativeReply };
  readonly junkReply: 'nothing' | 'AR';
  readonly unknownEvent: 'accept-and-ignore' | 'AR';
  /** The number that identifies a patient at this partner. */
  readonly hospitalNumber: HospitalNumberRule;
  readonly nhsNumber: NhsNumberRule;
  /** Read every time as London wall time, whatever offset is written (senders that stamp +0000 in June). */
  readonly ignoreOffsets: boolean;
  /** Added to every time that this partner tells, in messages received at `from` or later, until the next one. Sorted by `from`. */
  readonly clockCorrections: readonly ClockCorrection[];
  /** Switches of the merge and move events that are not ITK's A40. Off: ignored by rule. */
  readonly mergeEvents: { readonly A34: boolean; readonly A35: boolean; readonly A44: boolean; readonly A45: boolean };
  /** By trigger event, such as `A20`. What is not named follows the built-in table. */
  readonly events: Readonly<Record<string, EventSwitch>>;
  /** A05 and A38 of class O: clinic bookings in the dialect of partners without SIU. */
  readonly outpatientBookings: 'hold' | 'ignore';
  /** Whether a board is complete only as far as this partner's messages are: true of a hospital's own feed. */
  readonly completesBoards: boolean;
  readonly location: LocationRule;
}

export interface ListenConfig {
  readonly host: string;
  /** 0: the system chooses. */
  readonly port: number;
}

/** Paths of PEM files. With `ca`, a client must show a certificate that it signed. */
export interface TlsConfig {
  readonly key: string;
  readonly cert: string;
  readonly ca?: string;
}

export interface LinkLimits {
  /** A frame of more bytes than this is refused. */
  readonly frameBytes: number;
  /** A frame that has begun and gets no byte for so long ends its connection. */
  readonly halfFrameMs: number;
  /** A connection that is silent for so long is closed; 0: never (TCP keep-alive finds dead ones). */
  readonly idleMs: number;
  readonly maxConnections: number;
  /** Over all its connections; what comes faster waits with its sender. */
  readonly messagesPerSecond: number;
}

export interface HospitalNumberRule {
  /** Assigning authority under which patients are claimed, such as an ODS code. Also that of a number told without one. */
  readonly authority: string;
  /** Other names (PID-3.4) under which this partner sends the same authority; `*`: any name, kept as it was told. */
  readonly toldAs: readonly string[];
  /** Identifier types (PID-3.5) that count, such as MR or HOSP; any when empty. */
  readonly types: readonly string[];
}

export interface NhsNumberRule {
  /** PID-3.4 values that mark an NHS number. */
  readonly authorities: readonly string[];
  /** PID-3.5 values that mark one. */
  readonly types: readonly string[];
  /** Fields looked in, in this order. */
  readonly fields: readonly ('PID-3' | 'PID-2' | 'PID-19')[];
}

export interface ClockCorrection {
  /** A UTC instant. */
  readonly from: string;
  readonly ms: number;
}

export interface LocationRule {
  /** Components of PV1-3 (and PV1-6) that hold the codes; absent when the partner does not send such a one. */
  readonly components: {
    readonly ward: number;
    readonly bay?: number;
    readonly bed?: number;
    readonly facility?: number;
  };
  /** What their codes mean here. The row that matches most parts wins; an absent part matches anything. */
  readonly places: readonly PlaceRow[];
}

export interface PlaceRow {
  readonly ward: string;
  readonly bay?: string;
  readonly bed?: string;
  readonly facility?: string;
  readonly wardId: string;
  readonly bayId?: string;
  readonly bedId?: string;
}
