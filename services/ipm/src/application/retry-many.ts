import type { CommandContext } from '@flow/platform/decider/handler';
import type { Clock } from '@flow/platform/time/clock';
import type { MessageFilter, MessageStatus, MessageStories, MessageStory } from './message-stories';
import type { DeedRecords, Partners } from './records';

/** So many are retried at once: who has more to retry says it in parts, and sees what came of the first. */
export const MOST_RETRIED = 1000;

export interface Matching {
  /** `more`: there are more than are retried at once. */
  readonly count: number;
  readonly more: boolean;
  readonly byReason: readonly {
    readonly status: MessageStatus;
    readonly reason: string | null;
    readonly count: number;
  }[];
}

export interface Retried {
  readonly asked: number;
  /** Something else was under way with them, or they have gone on. */
  readonly refused: number;
}

/** Retries whatever fits, oldest first: after a map was mended, or a service was wrong for an hour. */
export interface RetryMany {
  /** What would be retried. Changes nothing. */
  count(filter: MessageFilter): Promise<Matching | 'PARTNER_UNKNOWN'>;
  /** CHANGED_SINCE_SEEN: there are more than were expected, or more than may be. `contextOf`: of each message's own command. */
  retry(
    filter: MessageFilter,
    expected: number,
    contextOf: (messageId: string) => CommandContext,
  ): Promise<Retried | 'PARTNER_UNKNOWN' | 'CHANGED_SINCE_SEEN'>;
}

interface Deps {
  readonly stories: Pick<MessageStories, 'list'>;
  readonly ledgers: DeedRecords;
  readonly partners: Partners;
  readonly clock: Clock;
}

export function createRetryMany({ stories, ledgers, partners, clock }: Deps): RetryMany {
  const matching = (filter: MessageFilter) => stories.list(filter, { first: MOST_RETRIED + 1 });

  /** A name that was mistyped is not one of which all is well. Whose messages are here was one, whatever became of its file. */
  const isUnknown = ({ partner }: MessageFilter, found: readonly MessageStory[]): boolean =>
    found.length === 0 && partner !== undefined && partners.config(partner) === undefined;

  async function ask({ messageId }: MessageStory, context: CommandContext): Promise<boolean> {
    const command = { type: 'AskRetry', by: context.actor.user, at: clock.now() } as const;
    return (await ledgers.ask(messageId, command, context)).outcome === 'done';
  }

  return {
    async count(filter) {
      const found = await matching(filter);
      if (isUnknown(filter, found)) return 'PARTNER_UNKNOWN';
      const counted = found.slice(0, MOST_RETRIED);
      return { count: counted.length, more: found.length > MOST_RETRIED, byReason: byReason(counted) };
    },
    async retry(filter, expected, contextOf) {
      const found = await matching(filter);
      if (found.length > Math.min(expected, MOST_RETRIED)) return 'CHANGED_SINCE_SEEN';
      if (isUnknown(filter, found)) return 'PARTNER_UNKNOWN';
      let asked = 0;
      for (const story of [...found].reverse()) if (await ask(story, contextOf(story.messageId))) asked += 1;
      return { asked, refused: found.length - asked };
    },
  };
}

function byReason(found: readonly MessageStory[]): Matching['byReason'] {
  const counts = new Map<string, { status: MessageStatus; reason: string | null; count: number }>();
  for (const { status, reason } of found) {
    const key = `${status} ${reason}`;
    const known = counts.get(key) ?? { status, reason, count: 0 };
    counts.set(key, { ...known, count: known.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
