import { createHash } from 'node:crypto';
import { createStreamHandler } from '@flow/platform/decider/stream-handler';
import type { ErasureRecords } from '../../application/erasing/erase-messages';
import { erasureDecider, erasureStream, type RecordErased } from '../../domain/erasure/erasure';
import { erasureCodec } from './erasure-codec';
import type { StreamDeps } from './stream-deps';

/** Bytes of an append, with room: an id has 36 letters and its marks. */
const MOST_AT_ONCE = 10_000;

/** A stream an erasure, beside the inbox. */
export function createStoredErasures({ store, clock, ids }: StreamDeps): ErasureRecords {
  const handler = createStreamHandler({ store, clock, decider: erasureDecider, codec: erasureCodec });

  async function record(command: RecordErased): Promise<void> {
    const { erasureId } = command;
    const handled = await handler.handle(erasureStream(erasureId), command, {
      commandId: ids.next(),
      inputHash: createHash('sha256').update(JSON.stringify(command)).digest('hex'),
      correlationId: erasureId,
      causationId: erasureId,
      actor: { user: 'service:ipm', role: 'service' },
      origin: 'user',
      entryMode: 'live',
    });
    if (handled.outcome !== 'done') throw new Error(`The record of an erasure was ${handled.outcome}.`);
  }

  return {
    messagesOf: async (erasureId) => (await handler.load(erasureStream(erasureId))).state,
    async record(erasureId, messageIds) {
      for (let from = 0; from < messageIds.length; from += MOST_AT_ONCE) {
        const some = messageIds.slice(from, from + MOST_AT_ONCE);
        await record({ type: 'RecordErased', erasureId, messageIds: some, at: clock.now() });
      }
      return (await handler.load(erasureStream(erasureId))).state.size;
    },
  };
}
