import { unreachable } from '@flow/platform/decider/decider';
import type { Age, BoardFrame, Totals, WardOnBoard } from './board-document';

/** The board as a client holds it. */
export interface BoardState {
  /** Given back after a lost connection, so that only what has changed since is sent. */
  readonly version: string;
  readonly wards: ReadonlyMap<string, WardOnBoard>;
  readonly totals: Totals;
  readonly age: Age;
}

const byId = (wards: readonly WardOnBoard[]): [string, WardOnBoard][] => wards.map((ward) => [ward.id, ward]);

/** The board after a frame. Undefined while there was no snapshot yet. */
export function withFrame(state: BoardState | undefined, frame: BoardFrame): BoardState | undefined {
  switch (frame.__typename) {
    case 'HospitalBoardSnapshot':
    case 'HospitalBoardResync':
      return { ...frame.board, version: frame.version, wards: new Map(byId(frame.board.wards)) };
    case 'HospitalBoardChanges':
      return (
        state && {
          ...state,
          version: frame.version,
          wards: new Map([...state.wards, ...byId(frame.wards)]),
          totals: frame.totals,
        }
      );
    case 'HospitalBoardDetails':
      return state && { ...state, wards: new Map([...state.wards, ...byId(frame.wards)]) };
    case 'BoardHeartbeat':
      return state && { ...state, age: frame.age };
    default:
      return unreachable(frame);
  }
}
