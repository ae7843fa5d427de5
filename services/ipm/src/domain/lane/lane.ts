import { accept, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { SettledReason } from '../ledger/settlement';

/** What happens to the lane of a patient. Its name is an HMAC: neither it nor anything in it says who. */
export type LaneEvent =
  | {
      readonly type: 'LaneJoined';
      readonly lane: string;
      readonly into: string;
      readonly messageId: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'MessageParked';
      readonly lane: string;
      readonly messageId: string;
      readonly reason: SettledReason;
      readonly at: Instant;
    }
  | { readonly type: 'MessageUnparked'; readonly lane: string; readonly messageId: string; readonly at: Instant };

export type LaneCommand =
  /** The patient was merged: from now on the survivor's lane is theirs. */
  | {
      readonly type: 'JoinLane';
      readonly lane: string;
      readonly into: string;
      readonly messageId: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'ParkMessage';
      readonly lane: string;
      readonly messageId: string;
      readonly reason: SettledReason;
      readonly at: Instant;
    }
  | { readonly type: 'UnparkMessage'; readonly lane: string; readonly messageId: string; readonly at: Instant };

export interface Lane {
  readonly into: string | null;
  /** Messages in quarantine, in the order in which they went there, and why. */
  readonly parked: readonly { readonly messageId: string; readonly reason: SettledReason }[];
}

function decide(command: LaneCommand, lane: Lane): Decision<LaneEvent, never> {
  switch (command.type) {
    case 'JoinLane':
      return lane.into === command.into || command.into === command.lane
        ? accept()
        : accept({ ...command, type: 'LaneJoined' });
    case 'ParkMessage':
      return lane.parked.some(({ messageId, reason }) => messageId === command.messageId && reason === command.reason)
        ? accept()
        : accept({ ...command, type: 'MessageParked' });
    case 'UnparkMessage':
      return lane.parked.some(({ messageId }) => messageId === command.messageId)
        ? accept({ ...command, type: 'MessageUnparked' })
        : accept();
    default:
      return unreachable(command);
  }
}

function evolve(lane: Lane, event: LaneEvent): Lane {
  const without = (messageId: string) => lane.parked.filter((one) => one.messageId !== messageId);
  switch (event.type) {
    case 'LaneJoined':
      return { ...lane, into: event.into };
    case 'MessageParked':
      return {
        ...lane,
        parked: [...without(event.messageId), { messageId: event.messageId, reason: event.reason }],
      };
    case 'MessageUnparked':
      return { ...lane, parked: without(event.messageId) };
    default:
      return unreachable(event);
  }
}

export const laneDecider: Decider<LaneCommand, LaneEvent, Lane, never> = {
  initialState: { into: null, parked: [] },
  decide,
  evolve,
};

export const laneStream = (lane: string): string => `lane-${lane}`;

/** Every lane begins with this. */
export const LANE_PREFIX = 'lane-';
