import type { HeldFor, IgnoreRule, QuarantineReason } from '../decode/decoding';
import type { SkipReason } from './deed';

/** What a step did, in ids: where to look for it. */
export interface Effect {
  /** Number of the step in its decoding, from 0. Those after the last take back what the decoding before had said of other stays. */
  readonly index: number;
  readonly owner: 'patients' | 'beds' | 'ipm';
  readonly patientIds: readonly string[];
  readonly stayId?: string;
  /** Ids of the tasks that it raised. */
  readonly tasks: readonly string[];
  readonly changed: boolean;
}

/** An owner said no, and would say no again to the same words. */
export type RefusalReason = `PATIENTS_${string}` | `BEDS_${string}`;

/** Why a message is in quarantine. */
export type SettledReason =
  | QuarantineReason
  | RefusalReason
  /** A swap of somebody whom nobody has told us of yet. */
  | 'PATIENT_UNKNOWN'
  /** An earlier message of the same patient has to be understood first. */
  | 'BEHIND_QUARANTINED';

/** How a message ended. Every message received ends in exactly one of these; a later decoding may change which. */
export type Settlement =
  | { readonly outcome: 'applied'; readonly effects: readonly Effect[] }
  | { readonly outcome: 'ignored'; readonly rule: IgnoreRule }
  | { readonly outcome: 'held'; readonly heldFor: HeldFor }
  | {
      readonly outcome: 'quarantined';
      readonly reason: SettledReason;
      /** Names of the lanes that it concerns, where that could be read. */
      readonly lanes: readonly string[];
    }
  /** The same message came again; nothing was done. */
  | { readonly outcome: 'duplicate'; readonly of: string }
  /** An operator said that nothing of it is to be told, until somebody asks for it again. */
  | { readonly outcome: 'skipped'; readonly reason: SkipReason; readonly by: string };

export type Outcome = Settlement['outcome'];

/** Whether the same decoding may do better later: when somebody else has told what it waits for. */
export const mayHeal = (reason: SettledReason): boolean =>
  reason === 'PATIENT_UNKNOWN' ||
  reason === 'BEHIND_QUARANTINED' ||
  reason.startsWith('PATIENTS_') ||
  reason.startsWith('BEDS_');

/**
 * Whether later messages of the patient wait behind it. Only a doubt about who the patient is makes them wait: everything
 * else is one of a set whose order of arrival does not matter, and a board must not grow old for it.
 */
export const parksLater = (reason: SettledReason): boolean =>
  reason === 'PATIENTS_IDENTIFIERS_CONFLICT' || reason === 'BEHIND_QUARANTINED';
