import { decodeText, declaredCharset, type Charset } from '../domain/hl7/charset';
import { partsOf } from '../domain/hl7/content';
import { parseMessage } from '../domain/hl7/message';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import type { MessageStories } from './message-stories';
import { readIfKept } from './read-if-kept';
import type { Ledgers, Partners, ReceivedMessages } from './records';

/** What messages say, for whoever may read them. */
export interface MessageTexts {
  /** Undefined when there is no such message, or nothing was kept of it. */
  textOf(messageId: string): Promise<string | undefined>;
  /** The text that operators put in the place of what came; undefined where nobody did. */
  editedTextOf(messageId: string): Promise<string | undefined>;
}

interface Deps {
  readonly stories: Pick<MessageStories, 'find'>;
  readonly inbox: ReceivedMessages;
  readonly ledgers: Pick<Ledgers, 'load'>;
  readonly partners: Partners;
}

const FALLBACK: Charset = 'windows-1252';

export function createMessageTexts({ stories, inbox, ledgers, partners }: Deps): MessageTexts {
  const charsetOf = (partner: string) => partners.config(partner)?.defaultCharset ?? FALLBACK;
  return {
    async textOf(messageId) {
      const story = await stories.find(messageId);
      if (story === undefined) return undefined;
      const entry = await readIfKept(inbox, story.source, messageId);
      return entry && entryText(entry, charsetOf(entry.partner));
    },
    async editedTextOf(messageId) {
      const { edit } = await ledgers.load(messageId);
      return edit === null ? undefined : rawText(edit.raw, charsetOf(edit.partner));
    },
  };
}

function entryText(entry: InboxEvent, fallback: Charset): string | undefined {
  if (entry.type === 'frame-refused.v1') return entry.header;
  return rawText(entry.raw, fallback);
}

function rawText(raw: string, fallback: Charset): string {
  const bytes = Buffer.from(raw, 'base64');
  const header = partsOf(bytes)?.header;
  const named = header === undefined ? undefined : parseMessage(header)?.get('MSH', 18);
  return decodeText(bytes, declaredCharset(named ?? undefined) ?? fallback).text;
}
