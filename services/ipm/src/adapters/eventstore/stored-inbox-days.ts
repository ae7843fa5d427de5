import { createStreamHandler } from '@flow/platform/decider/stream-handler';
import type { InboxDays } from '../../application/expiring/expire-day';
import { expiryStream, inboxDayDecider } from '../../domain/expiry/inbox-day';
import { expiryCodec } from './expiry-codec';
import { becauseOf } from './recorded-by';
import type { StreamDeps } from './stream-deps';

/** A stream a day that expired, beside the inbox. */
export function createStoredInboxDays({ store, clock, ids }: StreamDeps): InboxDays {
  const handler = createStreamHandler({ store, clock, decider: inboxDayDecider, codec: expiryCodec });
  return {
    state: async (partner, date) => (await handler.load(expiryStream(partner, date))).state,
    async record(command) {
      const { partner, date } = command;
      const because = becauseOf(ids, command, { messageId: `${partner}-${date}`, partner });
      const handled = await handler.handle(expiryStream(partner, date), command, { ...because, origin: 'timer' });
      if (handled.outcome !== 'done') throw new Error(`The expiry of a day was ${handled.outcome}.`);
    },
  };
}
