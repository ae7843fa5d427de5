import 'reflect-metadata';
import type { CommandContext } from '@flow/platform/decider/handler';
import { commandContextOf } from '@flow/platform/graphql/command-context';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import type { Clock } from '@flow/platform/time/clock';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { MessagePeople } from '../../application/message-people';
import type { MessageStories } from '../../application/message-stories';
import type { MessageWork, SeenMessage, Worked } from '../../application/work-messages';
import { messageFrom, mustSeeMessages, mustWorkQuarantine, readVersion } from './show-message';
import {
  EditMessageInput,
  messageRefusal,
  MessageWorked,
  MessageWorkInput,
  SkipMessageInput,
  WorkMessageResult,
  type MessageRefusal,
} from './work-types';

export interface WorkResolverDeps {
  readonly work: MessageWork;
  readonly clock: Clock;
  readonly people: MessagePeople;
  readonly stories: MessageStories;
}

type Shown = Promise<MessageWorked | MessageRefusal>;

/** An operator looks at what came of it: what is not decided by then is not done behind their back. */
const VALID_MS = 60_000;

const Doable = (description: string) => Mutation(() => WorkMessageResult, { nullable: true, description });

/** What operators do with messages that did not go through. */
@Resolver()
export class WorkResolver {
  constructor(private readonly deps: WorkResolverDeps) {}

  @Doable('Reads a message again under the configuration of now, and tells it as the next decoding.')
  retryMessage(@Ctx() context: GraphContext, @Arg('input', () => MessageWorkInput) input: MessageWorkInput): Shown {
    return this.doing('retryMessage', context, input, (seen, command) => this.deps.work.retry(seen, command));
  }

  @Doable('Puts other content in the place of what came, which is kept, and tells that as the next decoding.')
  async editAndReplayMessage(
    @Ctx() context: GraphContext,
    @Arg('input', () => EditMessageInput) input: EditMessageInput,
  ): Shown {
    mustSeeMessages(context);
    const { text, reason, messageId } = input;
    const story = await this.deps.stories.find(messageId);
    const readers = story && (await this.deps.people.readersOf(context.identity, story));
    if (readers?.withheld === true) return messageRefusal({ code: 'RESTRICTED' });
    return this.doing('editAndReplayMessage', context, input, (seen, command) =>
      this.deps.work.edit({ ...seen, text, reason }, command),
    );
  }

  @Doable('Says that nothing of a message is to be told, and lets go what waits behind it. A retry takes that back.')
  skipMessage(@Ctx() context: GraphContext, @Arg('input', () => SkipMessageInput) input: SkipMessageInput): Shown {
    const { reason } = input;
    return this.doing('skipMessage', context, input, (seen, command) =>
      this.deps.work.skip({ ...seen, reason }, command),
    );
  }

  private async doing(
    mutation: string,
    context: GraphContext,
    input: MessageWorkInput,
    work: (seen: SeenMessage, command: CommandContext) => Promise<Worked>,
  ): Shown {
    mustWorkQuarantine(context);
    const { idempotencyKey, messageId, expectedVersion } = input;
    const { clock } = this.deps;
    const command = commandContextOf({
      context,
      mutation,
      idempotencyKey,
      input,
      clock,
      messageId,
      validForMs: VALID_MS,
    });
    const worked = await work({ messageId, seen: readVersion(expectedVersion) }, command);
    if (worked.outcome === 'refused') return messageRefusal(worked.refusal);
    return Object.assign(new MessageWorked(), { worked: messageFrom(worked.story), done: worked.done });
  }
}
