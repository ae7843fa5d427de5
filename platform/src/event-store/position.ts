import type { Position } from './event-store';

const DIGITS = 20;
const FORM = /^\d{20}-\d{20}$/;

const padded = (count: number | bigint): string => String(count).padStart(DIGITS, '0');

/** Commit and prepare position as text: 20 digits, a hyphen, 20 digits. Text order is the order of the store. */
export const positionOf = (commit: number | bigint, prepare: number | bigint = commit): Position =>
  `${padded(commit)}-${padded(prepare)}` as Position;

/** Parses that text. Throws RangeError on any other. */
export function position(text: string): Position {
  if (!FORM.test(text)) throw new RangeError('Not a position: 20 digits, a hyphen, 20 digits.');
  return text as Position;
}

/** The two numbers of a position, as a client of EventStoreDB wants them. */
export const commitAndPrepareOf = (at: Position): { readonly commit: bigint; readonly prepare: bigint } => ({
  commit: BigInt(at.slice(0, DIGITS)),
  prepare: BigInt(at.slice(DIGITS + 1)),
});
