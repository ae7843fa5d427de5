import type { CommandContext } from '@flow/platform/decider/handler';
import type { Clock } from '@flow/platform/time/clock';
import type { DeedCommand, DeedRejection, EditReason, SkipReason } from '../domain/ledger/deed';
import { contentNow } from './content-now';
import { eventsTold, type MessageStories, type MessageStory } from './message-stories';
import { readEdit, type EditRefusal } from './read-edit';
import type { DeedRecords, Partners, ReceivedMessages } from './records';

/** Why nothing was done. */
export type WorkRefusal =
  | DeedRejection
  | { readonly code: 'MESSAGE_UNKNOWN' | 'RESTRICTED' }
  | { readonly code: 'IDEMPOTENCY_KEY_REUSED' | 'CONTENDED' | 'EXPIRED' }
  | EditRefusal;

export type Worked =
  | { readonly outcome: 'refused'; readonly refusal: WorkRefusal }
  /** `done`: it has come to its end; else it is on its way there. */
  | { readonly outcome: 'asked'; readonly story: MessageStory; readonly done: boolean };

/** One message, as somebody saw it. */
export interface SeenMessage {
  readonly messageId: string;
  /** How many events of its ledger they had seen; undefined: whatever it says now. */
  readonly seen?: number;
}

/** What operators do about messages. Whoever takes the inbox does it, in the lanes of the message: this asks, and waits. */
export interface MessageWork {
  retry(message: SeenMessage, context: CommandContext): Promise<Worked>;
  edit(
    message: SeenMessage & { readonly text: string; readonly reason: EditReason },
    context: CommandContext,
  ): Promise<Worked>;
  skip(message: SeenMessage & { readonly reason: SkipReason }, context: CommandContext): Promise<Worked>;
}

export interface MessageWorkDeps {
  readonly ledgers: DeedRecords;
  readonly inbox: ReceivedMessages;
  readonly partners: Partners;
  readonly stories: Pick<MessageStories, 'find'>;
  readonly clock: Clock;
  /** Resolves after so long, or at once when the signal fires. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Nobody waits for an end any more. */
  readonly stopping: AbortSignal;
}

/** A lane may be blocked for longer: then it is done when it is free. */
const ANSWER_MS = 5000;
const LOOK_EVERY_MS = 50;

const refused = (refusal: WorkRefusal): Worked => ({ outcome: 'refused', refusal });

export function createMessageWork(deps: MessageWorkDeps): MessageWork {
  return {
    retry: ({ messageId, seen }, context) =>
      ask(deps, messageId, { type: 'AskRetry', ...asking(deps, seen, context) }, context),
    skip: ({ messageId, seen, reason }, context) =>
      ask(deps, messageId, { type: 'AskSkip', reason, ...asking(deps, seen, context) }, context),
    async edit({ messageId, seen, text, reason }, context) {
      const story = await deps.stories.find(messageId);
      if (story === undefined) return refused({ code: 'MESSAGE_UNKNOWN' });
      const edited = readEdit(await deps.inbox.read(story.source, messageId), text, deps.partners);
      if ('code' in edited) return refused(edited);
      const { edit } = await deps.ledgers.load(messageId);
      const entry = contentNow(await deps.inbox.read(story.source, messageId), edit);
      if (edit === null && 'sha256' in entry && entry.sha256 === edited.sha256) return refused({ code: 'UNCHANGED' });
      return ask(deps, messageId, { type: 'Edit', reason, ...edited, ...asking(deps, seen, context) }, context);
    },
  };
}

const asking = ({ clock }: MessageWorkDeps, seen: number | undefined, { actor }: CommandContext) => ({
  by: actor.user,
  at: clock.now(),
  ...(seen !== undefined && { seen }),
});

async function ask(
  deps: MessageWorkDeps,
  messageId: string,
  command: DeedCommand,
  context: CommandContext,
): Promise<Worked> {
  if ((await deps.stories.find(messageId)) === undefined) return refused({ code: 'MESSAGE_UNKNOWN' });
  const handled = await deps.ledgers.ask(messageId, command, context);
  switch (handled.outcome) {
    case 'done':
      return answerOf(deps, messageId);
    case 'rejected':
      return refused(handled.rejection);
    case 'key-reused':
      return refused({ code: 'IDEMPOTENCY_KEY_REUSED' });
    case 'expired':
      return refused({ code: 'EXPIRED' });
    case 'contended':
      return refused({ code: 'CONTENDED' });
  }
}

/** Waits until it is done and the story tells it, but not for ever. */
async function answerOf(deps: MessageWorkDeps, messageId: string): Promise<Worked> {
  const { ledgers, stories, clock, wait, stopping } = deps;
  const until = clock.monotonicMs() + ANSWER_MS;
  for (;;) {
    const { asked, settled, events } = await ledgers.load(messageId);
    const story = await stories.find(messageId);
    const isDone = asked === null && settled !== null;
    if (story === undefined) return refused({ code: 'MESSAGE_UNKNOWN' });
    if ((isDone && eventsTold(story) >= events) || clock.monotonicMs() >= until || stopping.aborted) {
      return { outcome: 'asked', story, done: isDone };
    }
    await wait(LOOK_EVERY_MS, stopping);
  }
}
