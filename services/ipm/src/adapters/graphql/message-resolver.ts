import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { pageOf, readCursor, readFirst, type Page } from '@flow/platform/graphql/page-info';
import { dateTime, instantOfDateTime } from '@flow/platform/time/date-time';
import { instant } from '@flow/platform/time/instant';
import { Arg, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { LaneOf } from '../../application/lane-names';
import type { MessageFilter, MessageStories } from '../../application/message-stories';
import type { MessageTexts } from '../../application/message-texts';
import { InterfaceMessage, InterfaceMessageConnection, MessageFilterInput } from './message-types';
import { messageFrom, mustSeeMessages } from './show-message';

export interface MessageResolverDeps {
  readonly stories: MessageStories;
  readonly texts: MessageTexts;
  readonly laneOf: LaneOf;
}

@Resolver(() => InterfaceMessage)
export class MessageResolver {
  constructor(private readonly deps: MessageResolverDeps) {}

  @Query(() => InterfaceMessageConnection, { nullable: true, description: 'Messages of partners, the newest first.' })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  async messages(
    @Ctx() context: GraphContext,
    @Arg('filter', () => MessageFilterInput, { nullable: true }) filter: MessageFilterInput | null | undefined,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
  ): Promise<Page<InterfaceMessage>> {
    mustSeeMessages(context);
    const cursor = cursorFrom(after);
    const found = await this.deps.stories.list(filterFrom(filter ?? {}, this.deps.laneOf), {
      first: readFirst(first) + 1,
      ...(cursor && { after: cursor }),
    });
    return pageOf(found.map(messageFrom), {
      first,
      after: cursor !== undefined,
      keyOf: ({ receivedAt, id }) => [receivedAt, id],
    });
  }

  @Query(() => InterfaceMessage, { nullable: true, description: 'One message by our id, with its whole story.' })
  async message(@Ctx() context: GraphContext, @Arg('id', () => ID) id: string): Promise<InterfaceMessage | null> {
    mustSeeMessages(context);
    const story = await this.deps.stories.find(id);
    return story === undefined ? null : messageFrom(story);
  }

  @FieldResolver(() => String, { nullable: true })
  async content(@Root() message: InterfaceMessage, @Ctx() context: GraphContext): Promise<string | null> {
    showsWhom(message, context);
    return (await this.deps.texts.textOf(message.id)) ?? null;
  }

  @FieldResolver(() => String, { nullable: true })
  async editedContent(@Root() message: InterfaceMessage, @Ctx() context: GraphContext): Promise<string | null> {
    showsWhom(message, context);
    return (await this.deps.texts.editedTextOf(message.id)) ?? null;
  }
}

function showsWhom(message: InterfaceMessage, context: GraphContext): void {
  mustSeeMessages(context);
  const patients = [...new Set(message.effects.flatMap(({ patientIds }) => patientIds))];
  // Whom an unread message shows nobody knows: its own id stands for them.
  context.shows(patients.length > 0 ? patients : [message.id]);
}

function cursorFrom(after: string | null | undefined) {
  const [receivedAt, messageId] = readCursor(after, 2) ?? [];
  return receivedAt === undefined || messageId === undefined
    ? undefined
    : { receivedAt: instant(receivedAt), messageId };
}

const instantFrom = (text: string) => instantOfDateTime(dateTime(text));

function filterFrom(input: Partial<MessageFilterInput>, laneOf: LaneOf): MessageFilter {
  const { partner, statuses, controlId, patientId, patientNumber, messageType, receivedFrom, receivedTo } = input;
  return {
    ...(partner != null && { partner }),
    ...(statuses != null && { statuses }),
    ...(controlId != null && { controlId }),
    ...(patientId != null && { patientId }),
    ...(patientNumber != null && { lane: laneOf(patientNumber) }),
    ...(messageType != null && { messageType }),
    ...(receivedFrom != null && { receivedFrom: instantFrom(receivedFrom) }),
    ...(receivedTo != null && { receivedTo: instantFrom(receivedTo) }),
  };
}
