import { derivedId } from '../ids/ids';
import { instant } from '../time/instant';
import { accept, reject, type Decider } from './decider';
import type { EventCodec } from './event-codec';
import type { CommandContext } from './handler';

/** A room with seats, for tests of what carries commands out. */
export interface TakeSeat {
  readonly type: 'TakeSeat';
  readonly by: string;
}
export interface SeatTaken {
  readonly type: 'SeatTaken';
  readonly by: string;
}
export interface Room {
  readonly taken: readonly string[];
}

export const seatsDecider = (seats: number): Decider<TakeSeat, SeatTaken, Room, 'FULL'> => ({
  initialState: { taken: [] },
  decide: ({ by }, { taken }) => {
    if (by === 'thrower') throw new Error('This one fails alone.');
    if (taken.includes(by)) return accept();
    return taken.length < seats ? accept({ type: 'SeatTaken', by }) : reject('FULL');
  },
  evolve: ({ taken }, { by }) => ({ taken: [...taken, by] }),
});

export const seatsCodec: EventCodec<SeatTaken> = {
  encode: ({ by }) => ({ type: 'seat-taken.v1', schemaVersion: 1, data: { by } }),
  decode: ({ data }) => ({ type: 'SeatTaken', by: typeof data['by'] === 'string' ? data['by'] : '' }),
};

/** A command of its own for each key. */
export const contextOf = (key: string, input = key): CommandContext => ({
  commandId: derivedId('test', key),
  inputHash: input,
  correlationId: 'correlation-1',
  causationId: 'causation-1',
  actor: { user: 'tester', role: 'bed-manager' },
  origin: 'user',
  entryMode: 'live',
});

export const PAST = instant('2020-01-01T00:00:00.000Z');
