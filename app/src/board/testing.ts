import { instant } from '@flow/platform/time/instant';
import type { Age, BoardFrame, WardOnBoard } from './board-document';
import { withFrame, type BoardState } from './board-state';

export const totals = {
  beds: 3,
  occupied: 2,
  reserved: 0,
  awaitingClean: 0,
  cleaning: 0,
  closed: 0,
};
/** A ward of two patients and one free bed, whatever its labels say. */
export const wardOf = (code: string, labels: string[], waiting = 0): WardOnBoard => ({
  id: code,
  code,
  kind: 'WARD',
  name: `${code} the ward with a name that is long`,
  counts: { beds: labels.length, occupied: 2, available: 1, surge: 0, waiting },
  cells: labels.map((label, index) => ({ code: `${code}-${index}`, label, unconfirmedByIpm: false, uncertain: false })),
});
export const now = instant('2026-07-01T11:03:10.000Z');
export const age = {
  at: now,
  completeUpTo: '2026-07-01T11:03:04.000Z',
  lastHeardAt: '2026-07-01T11:03:02.000Z',
  reasons: [],
};
export const whole = (wards: readonly WardOnBoard[], told: Age = age, version = 'v1'): BoardFrame => ({
  __typename: 'HospitalBoardSnapshot',
  version,
  board: { wards: [...wards], totals, age: told },
});
export const snapshot = (version: string, codes: string[]): BoardFrame =>
  whole(
    codes.map((code) => wardOf(code, ['OCCUPIED', 'AVAILABLE', 'NEW_LABEL'])),
    age,
    version,
  );
export const changes = (version: string, code: string): BoardFrame => ({
  __typename: 'HospitalBoardChanges',
  version,
  wards: [wardOf(code, ['AVAILABLE', 'AVAILABLE', 'CLOSED'])],
  totals: { ...totals, occupied: 0 },
});
/** Throws where the frames make no board. */
export const boardAfter = (...frames: BoardFrame[]): BoardState => {
  const state = frames.reduce<BoardState | undefined>(withFrame, undefined);
  if (!state) throw new Error('There is no board.');
  return state;
};
