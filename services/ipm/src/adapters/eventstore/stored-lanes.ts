import { createStreamHandler } from '@flow/platform/decider/stream-handler';
import type { LaneRecords } from '../../application/records';
import { laneDecider, laneStream } from '../../domain/lane/lane';
import { laneCodec } from './lane-codec';
import { recordedBy } from './recorded-by';
import type { StreamDeps } from './stream-deps';

/** A stream a lane. Most lanes never have one: only what is parked or joined is written. */
export function createStoredLanes({ store, clock, ids }: StreamDeps): LaneRecords {
  const handler = createStreamHandler({ store, clock, decider: laneDecider, codec: laneCodec });
  const record = recordedBy(handler, ids);
  return {
    load: async (lane) => (await handler.load(laneStream(lane))).state,
    async record(command, partner) {
      const because = { messageId: command.messageId, ...(partner !== undefined && { partner }) };
      await record(laneStream(command.lane), command, because);
    },
  };
}
