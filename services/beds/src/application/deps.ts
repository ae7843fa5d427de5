import type { CommandContext } from '@flow/platform/decider/handler';
import type { Position } from '@flow/platform/event-store/event-store';
import type { Clock } from '@flow/platform/time/clock';
import type { Instant } from '@flow/platform/time/instant';
import { userId, type UserId } from '../domain/ids';
import type { BedsTasks, OccupancyBook, Patients, Stays } from './ports';

/** What every use case of this service works with. */
export interface BedsDeps {
  readonly book: OccupancyBook;
  readonly stays: Stays;
  readonly tasks: BedsTasks;
  readonly patients: Patients;
  readonly clock: Pick<Clock, 'now'>;
  /** A bed is held for no longer than that at once. */
  readonly longestHoldMs: number;
  /** Of the event store: part of every version. */
  readonly epoch: string;
}

/** Who asks, and when, as every command of the book wants it. */
export const askedBy = (deps: BedsDeps, { actor }: CommandContext): { by: UserId; at: Instant } => ({
  by: userId(actor.user),
  at: deps.clock.now(),
});

/** `<epoch>:<position>`; a book that was never written stands before every position. */
export const versionOf = ({ epoch }: BedsDeps, position: Position | undefined): string => `${epoch}:${position ?? ''}`;
