import { accept, reject, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { PatientId } from './ids';

/** Why somebody is erased. Coded, since a text would say who it was. */
export const ERASURE_REASONS = [
  'ERASURE_REQUEST',
  'REGISTERED_IN_ERROR',
  'RETENTION_ENDED',
  'COURT_ORDER',
  'TEST_DATA',
] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];

/**
 * In this order: messages first, since those that wait would register the person again; then our own streams and claims, from
 * which the numbers were known; then messages that came between; then what others show; then the disks.
 */
export const ERASURE_PARTS = ['messages', 'records', 'late-messages', 'boards', 'documents', 'engines'] as const;
export type ErasurePart = (typeof ERASURE_PARTS)[number];

export interface ErasurePartDone {
  readonly part: ErasurePart;
  /** How many there were of what the part removes, where that is counted. */
  readonly removed?: number;
  /** The records whose streams are gone. */
  readonly patientIds?: readonly PatientId[];
  /** The engine does it when its operators next have it tidy up. */
  readonly pending?: true;
  readonly at: Instant;
}

/** That somebody is to be erased: ids and codes alone. */
export interface ErasureOrder {
  readonly patientId: PatientId;
  /** Every record of the person. */
  readonly patientIds: readonly PatientId[];
  /** HMACs of NHS numbers: names of claims. */
  readonly claims: readonly string[];
  readonly reason: ErasureReason;
  readonly by: string;
  readonly at: Instant;
}

export type ErasureCommand =
  ({ readonly type: 'OrderErasure' } & ErasureOrder) | ({ readonly type: 'ReportErasurePart' } & ErasurePartDone);

export type ErasureEvent =
  ({ readonly type: 'ErasureOrdered' } & ErasureOrder) | ({ readonly type: 'ErasurePartDone' } & ErasurePartDone);

export interface Erasure extends ErasureOrder {
  readonly done: readonly ErasurePartDone[];
}

/** Null until it is ordered. Ids and codes alone: it outlives what it erased, and is applied again after a restore. */
export type ErasureState = Erasure | null;

/** Nobody is shown any more: all that may be left to do is the disks. */
export const isUnseen = (erasure: Erasure): boolean => (nextPart(erasure) ?? 'engines') === 'engines';

/** What is to be done next; undefined at the end. */
export const nextPart = ({ done }: Erasure): ErasurePart | undefined =>
  ERASURE_PARTS.find((part) => !done.some((one) => one.part === part));

function decide(command: ErasureCommand, state: ErasureState): Decision<ErasureEvent, 'NOT_ORDERED'> {
  switch (command.type) {
    case 'OrderErasure':
      return state === null ? accept({ ...command, type: 'ErasureOrdered' }) : accept();
    case 'ReportErasurePart':
      if (state === null) return reject('NOT_ORDERED');
      if (nextPart(state) !== command.part) return accept();
      return accept({ ...command, type: 'ErasurePartDone' });
    default:
      return unreachable(command);
  }
}

function evolve(state: ErasureState, event: ErasureEvent): ErasureState {
  if (event.type === 'ErasureOrdered') {
    const { patientId, patientIds, claims, reason, by, at } = event;
    return { patientId, patientIds, claims, reason, by, at, done: [] };
  }
  if (state === null) throw new Error(`${event.type} stands before its erasure was ordered.`);
  return { ...state, done: [...state.done, partIn(event)] };
}

const partIn = ({ part, removed, patientIds, pending, at }: ErasurePartDone): ErasurePartDone => ({
  part,
  at,
  ...(removed !== undefined && { removed }),
  ...(patientIds !== undefined && { patientIds }),
  ...(pending !== undefined && { pending }),
});

export const erasureDecider: Decider<ErasureCommand, ErasureEvent, ErasureState, 'NOT_ORDERED'> = {
  initialState: null,
  decide,
  evolve,
};

export const erasureStream = (patientId: PatientId): string => `erasure-${patientId}`;

export const ERASURE_PREFIX = 'erasure-';
