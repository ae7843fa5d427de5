import { createStreamHandler } from '@flow/platform/decider/stream-handler';
import type { DeedRecords, LedgerHistory, Ledgers } from '../../application/records';
import { ledgerDecider, ledgerStream, type LedgerEvent } from '../../domain/ledger/ledger';
import { ledgerCodec } from './ledger-codec';
import { recordedBy } from './recorded-by';
import type { StreamDeps } from './stream-deps';

const PAGE = 500;

/** A ledger a message, beside the inbox. */
export function createStoredLedgers({ store, clock, ids }: StreamDeps): Ledgers & DeedRecords & LedgerHistory {
  const handler = createStreamHandler({ store, clock, decider: ledgerDecider, codec: ledgerCodec });
  const record = recordedBy(handler, ids);
  return {
    load: async (messageId) => (await handler.load(ledgerStream(messageId))).state,
    record: (command) => record(ledgerStream(command.messageId), command, command),
    async eventsOf(messageId) {
      const events: LedgerEvent[] = [];
      for (let from = 0; ;) {
        const page = await store.read(ledgerStream(messageId), { from, limit: PAGE });
        events.push(...page.events.map((event) => ledgerCodec.decode(event)));
        if (page.events.length < PAGE) return events;
        from = (page.events.at(-1)?.revision ?? from) + 1;
      }
    },
    ask: (messageId, command, context) => handler.handle(ledgerStream(messageId), command, context),
  };
}
