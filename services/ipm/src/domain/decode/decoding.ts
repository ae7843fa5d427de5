import type { Instant } from '@flow/platform/time/instant';
import type { BedStatusTelling, PersonTelling, StayTelling, ToldIdentifier } from './tellings';

/** One thing that a lane tells an owner. `person` counts the persons told before it in the same message, from 0. */
export type Step =
  | { readonly step: 'person'; readonly person: PersonTelling }
  /** Two records are one person: patients is told, then beds. */
  | { readonly step: 'merge'; readonly survivor: PersonTelling; readonly retired: ToldIdentifier }
  /** That a person's details may have changed: shielding reaches the boards before the message is done. */
  | { readonly step: 'details'; readonly person: number }
  | { readonly step: 'stay'; readonly person: number; readonly stay: StayTelling }
  | { readonly step: 'swap'; readonly first: StayTelling; readonly second: StayTelling }
  | { readonly step: 'bed-status'; readonly status: BedStatusTelling }
  /** People are asked to look: what was told is never done by itself. */
  | { readonly step: 'task'; readonly kind: 'person-delete-told' };

/** A place of the partner that its map does not know. The words stay here; others see the id. */
export interface UnmappedPlace {
  readonly id: string;
  /** The codes as told, `ward^bay^bed^facility`. */
  readonly codes: string;
  /** The whole field as told, for the person who maps it. */
  readonly text: string;
}

/** What was odd and did not stop the message. */
export type Warning =
  | 'INVALID_UTF8'
  | 'TIME_IMPOSSIBLE'
  | 'TIME_NOT_READ'
  | 'TIME_IN_FUTURE'
  | 'TIME_NOT_TOLD'
  /** Told in the hour that London has twice: the first was taken. */
  | 'TIME_AMBIGUOUS'
  /** Told in the hour that London does not have. */
  | 'TIME_SKIPPED'
  | 'NHS_NUMBER_INVALID'
  | 'SEX_NOT_READ'
  | 'CODE_NOT_READ'
  | 'PLACE_UNMAPPED';

/** Nothing is done about it, and nothing has to be. */
export type IgnoreRule =
  'ACKNOWLEDGEMENT' | 'EVENT_SWITCHED_OFF' | 'UNKNOWN_TYPE' | 'UNKNOWN_EVENT' | 'OUTPATIENT_BOOKING';

/** Stored for the service that will do something about it. */
export type HeldFor = 'booking' | 'referrals' | 'reference-data' | 'partner-switch';

/** Why nothing could be told of a message. */
export type QuarantineReason =
  /** No MSH segment, or no event in it. */
  | 'UNREADABLE'
  /** One frame holds more than one message. */
  | 'SEVERAL_MESSAGES'
  | 'TOO_LARGE'
  | 'NO_PATIENT_IDENTIFIER'
  /** A field that names somebody or something holds a template's placeholder. */
  | 'TEMPLATE_PLACEHOLDER'
  /** An event about a visit without a PV1 segment. */
  | 'NO_VISIT'
  | 'NO_RETIRED_IDENTIFIER'
  | 'MERGED_INTO_ITSELF'
  /** A swap names fewer than two patients. */
  | 'NO_SECOND_PATIENT'
  | 'NO_BED_STATUS'
  /** No configuration says how to read this partner. */
  | 'PARTNER_UNKNOWN';

/** What a message means under one configuration: a pure function of its bytes, the configuration and its context. */
export type Decoding =
  | {
      readonly outcome: 'tell';
      /** MSH-9.2. */
      readonly event: string;
      readonly steps: readonly Step[];
      /** Numbers whose lanes the message takes. */
      readonly lanes: readonly LaneNumber[];
      readonly order: string;
      readonly occurredAt: Instant;
      readonly unmapped: readonly UnmappedPlace[];
      readonly warnings: readonly Warning[];
      /** Added to every time told. */
      readonly clockCorrectionMs: number;
    }
  | { readonly outcome: 'ignored'; readonly rule: IgnoreRule }
  | { readonly outcome: 'held'; readonly heldFor: HeldFor }
  | {
      readonly outcome: 'quarantined';
      readonly reason: QuarantineReason;
      /** Whose messages they are, where that much could be read. */
      readonly lanes?: readonly LaneNumber[];
    };

/** What a lane is named by: a patient's identifying number, or a bed's codes. */
export interface LaneNumber {
  readonly authority: string;
  readonly value: string;
}
