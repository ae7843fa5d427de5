import { readFrame, type Charset } from '../domain/hl7/charset';
import { diffMessages, type FieldDifference } from '../domain/hl7/diff-messages';
import { diffDecodings } from '../domain/ledger/diff-decodings';
import type { InboxPlace } from '../domain/ledger/ledger';
import { readIfKept } from './read-if-kept';
import type { LedgerHistory, Partners, ReceivedMessages } from './records';

/** What became of a message that was edited or read again. Undefined: there is nothing to compare. */
export interface MessageDiffs {
  /** Between what came and what counts now. */
  ofEdit(message: { readonly messageId: string; readonly source: InboxPlace }): Promise<Differences>;
  /** Between what the last two decodings tell. */
  ofDecodings(messageId: string): Promise<Differences>;
}

export type Differences = readonly FieldDifference[] | undefined;

interface Deps {
  readonly inbox: ReceivedMessages;
  readonly ledgers: LedgerHistory;
  readonly partners: Partners;
}

const FALLBACK: Charset = 'windows-1252';

export const createMessageDiffs = ({ inbox, ledgers, partners }: Deps): MessageDiffs => ({
  async ofEdit({ messageId, source }) {
    const events = await ledgers.eventsOf(messageId);
    const edit = events.filter((event) => event.type === 'MessageEdited').at(-1);
    const entry = await readIfKept(inbox, source, messageId);
    if (edit === undefined || entry?.type !== 'frame-received.v1') return undefined;
    const charset = partners.config(entry.partner)?.defaultCharset ?? FALLBACK;
    const [before, after] = [entry.raw, edit.raw].map((raw) => readFrame(Buffer.from(raw, 'base64'), charset)?.message);
    return before && after && diffMessages(before, after);
  },

  async ofDecodings(messageId) {
    const decodings = (await ledgers.eventsOf(messageId)).filter((event) => event.type === 'MessageDecoded');
    const [before, after] = decodings.slice(-2);
    return before && after && diffDecodings(before, after);
  },
});
