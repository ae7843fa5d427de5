import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { pageOf, readCursor, readFirst, type Page } from '@flow/platform/graphql/page-info';
import { dateTime, instantOfDateTime } from '@flow/platform/time/date-time';
import { instant } from '@flow/platform/time/instant';
import { Arg, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { Identity } from '@flow/platform/security/identity';
import type { LaneOf } from '../../application/lane-names';
import type { MessagePeople, Shown } from '../../application/message-people';
import type { MessageFilter, MessageStories } from '../../application/message-stories';
import type { MessageTexts } from '../../application/message-texts';
import { InterfaceMessage, InterfaceMessageConnection, MessageFilterInput } from './message-types';
import { messageFrom, mustSeeMessages } from './show-message';

export interface MessageResolverDeps {
  readonly stories: MessageStories;
  readonly texts: MessageTexts;
  readonly laneOf: LaneOf;
  readonly people: MessagePeople;
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
    const asked = await filterFrom(filter ?? {}, this.deps, context.identity);
    const page = { first: readFirst(first) + 1, ...(cursor && { after: cursor }) };
    const found = asked === undefined ? [] : await this.deps.stories.list(asked, page);
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
    return (await this.isShown(message, context)) ? ((await this.deps.texts.textOf(message.id)) ?? null) : null;
  }

  @FieldResolver(() => String, { nullable: true })
  async editedContent(@Root() message: InterfaceMessage, @Ctx() context: GraphContext): Promise<string | null> {
    return (await this.isShown(message, context)) ? ((await this.deps.texts.editedTextOf(message.id)) ?? null) : null;
  }

  @FieldResolver(() => Boolean, { nullable: true })
  async contentWithheld(@Root() message: InterfaceMessage, @Ctx() context: GraphContext): Promise<boolean> {
    return (await this.readersOf(message, context)).withheld;
  }

  /** Reports whom the content shows, before it does. */
  private async isShown(message: InterfaceMessage, context: GraphContext): Promise<boolean> {
    const readers = await this.readersOf(message, context);
    if (!readers.withheld) context.shows(readers.patientIds);
    return !readers.withheld;
  }

  private async readersOf({ id }: InterfaceMessage, context: GraphContext): Promise<Shown> {
    mustSeeMessages(context);
    const story = await this.deps.stories.find(id);
    return story === undefined ? { withheld: true } : this.deps.people.readersOf(context.identity, story);
  }
}

function cursorFrom(after: string | null | undefined) {
  const [receivedAt, messageId] = readCursor(after, 2) ?? [];
  return receivedAt === undefined || messageId === undefined
    ? undefined
    : { receivedAt: instant(receivedAt), messageId };
}

const instantFrom = (text: string) => instantOfDateTime(dateTime(text));

/** Undefined: it names a patient whom the asker may not know, of whom nothing is found. */
async function filterFrom(
  input: Partial<MessageFilterInput>,
  deps: Pick<MessageResolverDeps, 'people' | 'laneOf'>,
  identity: Identity,
): Promise<MessageFilter | undefined> {
  const whose = await whoseFrom(input, deps, identity);
  if (whose === undefined) return undefined;
  const { partner, statuses, controlId, messageType, reasons, receivedFrom, receivedTo } = input;
  return {
    ...whose,
    ...(partner != null && { partner }),
    ...(statuses != null && { statuses }),
    ...(controlId != null && { controlId }),
    ...(messageType != null && { messageType }),
    ...(reasons != null && { reasons }),
    ...(receivedFrom != null && { receivedFrom: instantFrom(receivedFrom) }),
    ...(receivedTo != null && { receivedTo: instantFrom(receivedTo) }),
  };
}

async function whoseFrom(
  { patientId, patientNumber, nhsNumber }: Partial<MessageFilterInput>,
  { people, laneOf }: Pick<MessageResolverDeps, 'people' | 'laneOf'>,
  identity: Identity,
): Promise<Pick<MessageFilter, 'patientId' | 'lane'> | undefined> {
  const given = [patientId, patientNumber, nhsNumber].filter((one) => one != null);
  if (given.length > 1) throw graphFault('BAD_USER_INPUT', 'Give one of patientId, patientNumber and nhsNumber.');
  if (patientId != null) return (await people.find(identity, { patientId })).hidden ? undefined : { patientId };
  if (patientNumber != null) {
    const { hidden } = await people.find(identity, { hospitalNumber: patientNumber });
    return hidden ? undefined : { lane: laneOf(patientNumber) };
  }
  if (nhsNumber == null) return {};
  const value = nhsNumber.replace(/[\s-]/g, '');
  const found = await people.find(identity, { nhsNumber: value });
  if (found.hidden) return undefined;
  const [known] = found.records;
  return known === undefined ? { lane: laneOf({ authority: 'NHS', value }) } : { patientId: known };
}
