import type { Instant } from '@flow/platform/time/instant';
import type { ToldTime } from './told-time';

/** The last message of the same sender before this one, as far as it is known. */
export interface Predecessor {
  /** MSH-13 as a number. */
  readonly sequence: number;
  /** MSH-7, read. */
  readonly sentAt: Instant;
}

export interface Chosen {
  readonly at: Instant;
  /** Nothing said which of the two hours it was. */
  readonly guessed: boolean;
}

const HOUR_MS = 3_600_000;

/**
 * When a message was sent. Told in the hour that London has twice, it is the second one where the message before it, by
 * MSH-13, was sent after the first.
 */
export function chooseSent(
  sent: ToldTime,
  sequence: number | undefined,
  before: Predecessor | undefined,
): Chosen | undefined {
  if (sent.at === undefined || sent.at === null) return undefined;
  if (sent.second === undefined) return { at: sent.at, guessed: false };
  const follows = before !== undefined && sequence !== undefined && before.sequence < sequence;
  return follows && before.sentAt > sent.at ? { at: sent.second, guessed: false } : { at: sent.at, guessed: !follows };
}

/**
 * When something happened that a message tells. In the hour that London has twice it happened before it was sent: the
 * first reading unless the second is within the hour before sending.
 */
export function chooseHappened(
  told: ToldTime,
  sent: Chosen | undefined,
  sentLocal: string | undefined,
): Chosen | undefined {
  if (told.at === undefined || told.at === null) return undefined;
  if (told.second === undefined) return { at: told.at, guessed: false };
  if (sent === undefined) return { at: told.at, guessed: true };
  if (told.second > sent.at) {
    // Later on the clock than the sending, and yet before it: there is only the first hour for that.
    const proven = sentLocal === undefined || told.local === undefined || told.local > sentLocal || !sent.guessed;
    return { at: told.at, guessed: !proven };
  }
  const recent = Date.parse(sent.at) - Date.parse(told.second) < HOUR_MS;
  return recent ? { at: told.second, guessed: sent.guessed } : { at: told.at, guessed: true };
}
