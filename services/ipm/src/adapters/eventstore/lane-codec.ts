import { unreachable } from '@flow/platform/decider/decider';
import type { EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import type { LaneEvent } from '../../domain/lane/lane';
import { reasonSchema } from './ledger-codec';
import { asJson, decodeStored, parseData } from './stored-event';
import { instantSchema } from './values';

const about = { lane: z.string(), messageId: z.string(), at: instantSchema };

/** Every shape ever written, oldest first. A line here is never changed or removed: the lanes still have it. */
const decoders: Readonly<Record<string, (data: unknown) => LaneEvent>> = {
  'lane-joined.v1': (data) => ({ type: 'LaneJoined', ...parseData(z.object({ ...about, into: z.string() }), data) }),
  'lane-message-parked.v1': (data) => ({
    type: 'MessageParked',
    ...parseData(z.object({ ...about, reason: reasonSchema }), data),
  }),
  'lane-message-unparked.v1': (data) => ({ type: 'MessageUnparked', ...parseData(z.object(about), data) }),
};

function storedName(type: LaneEvent['type']): string {
  switch (type) {
    case 'LaneJoined':
      return 'lane-joined.v1';
    case 'MessageParked':
      return 'lane-message-parked.v1';
    case 'MessageUnparked':
      return 'lane-message-unparked.v1';
    default:
      return unreachable(type);
  }
}

export const laneCodec: EventCodec<LaneEvent> = {
  encode: ({ type, ...data }) => ({ type: storedName(type), schemaVersion: 1, data: asJson(data) }),
  decode: (stored) => decodeStored(decoders, stored),
};
