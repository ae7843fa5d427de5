import { createStreamHandler } from '@flow/platform/decider/stream-handler';
import type { DeedRecords, Ledgers } from '../../application/records';
import { ledgerDecider, ledgerStream } from '../../domain/ledger/ledger';
import { ledgerCodec } from './ledger-codec';
import { recordedBy } from './recorded-by';
import type { StreamDeps } from './stream-deps';

/** A ledger a message, beside the inbox. */
export function createStoredLedgers({ store, clock, ids }: StreamDeps): Ledgers & DeedRecords {
  const handler = createStreamHandler({ store, clock, decider: ledgerDecider, codec: ledgerCodec });
  const record = recordedBy(handler, ids);
  return {
    load: async (messageId) => (await handler.load(ledgerStream(messageId))).state,
    record: (command) => record(ledgerStream(command.messageId), command, command),
    ask: (messageId, command, context) => handler.handle(ledgerStream(messageId), command, context),
  };
}
