import 'reflect-metadata';
import { commandContextOf } from '@flow/platform/graphql/command-context';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { DateTime } from '@flow/platform/graphql/scalars';
import type { Clock } from '@flow/platform/time/clock';
import { dateTime, instantOfDateTime } from '@flow/platform/time/date-time';
import {
  Arg,
  createUnionType,
  Ctx,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import type { MessageFilter } from '../../application/message-stories';
import type { RetryMany } from '../../application/retry-many';
import { MessageStatus } from './message-types';
import { mustWorkQuarantine } from './show-message';
import { messageRefusal, MessageRefusal } from './work-types';

@InputType({ description: 'Messages of one partner, received in a time.' })
class RetryRangeInput {
  @Field(() => String)
  partner!: string;

  @Field(() => DateTime)
  receivedFrom!: string;

  @Field(() => DateTime, { description: 'Not included.' })
  receivedTo!: string;

  @Field(() => [MessageStatus], {
    nullable: true,
    description: 'QUARANTINED and HELD unless told; SKIPPED and IGNORED may be.',
  })
  statuses?: readonly MessageStatus[] | null;

  @Field(() => [String], { nullable: true })
  reasons?: readonly string[] | null;
}

@InputType()
class RetryMessagesInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => RetryRangeInput)
  range!: RetryRangeInput;

  @Field(() => Int, { description: 'How many retryableMessages counted: refused where there are more now.' })
  expectedCount!: number;
}

@ObjectType({ description: 'How many end in one way.' })
class RetryableReason {
  @Field(() => MessageStatus)
  status!: MessageStatus;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => Int)
  count!: number;
}

@ObjectType({ description: 'What a retry of a range would retry.' })
class RetryableMessages {
  @Field(() => Int, { description: 'At most 1,000.' })
  count!: number;

  @Field(() => Boolean, { description: 'There are more than are retried at once: choose a shorter time.' })
  more!: boolean;

  @Field(() => [RetryableReason])
  byReason!: readonly RetryableReason[];
}

@ObjectType({ description: 'Retries that were asked for. Each is done in the lanes of its message.' })
class MessagesRetried {
  @Field(() => Int)
  asked!: number;

  @Field(() => Int, { description: 'Those with which something else is under way, or that have gone on.' })
  refused!: number;
}

const RetryMessagesResult = createUnionType({
  name: 'RetryMessagesResult',
  types: () => [MessagesRetried, MessageRefusal] as const,
});

export interface RetryManyResolverDeps {
  readonly retryMany: RetryMany;
  readonly clock: Clock;
}

const RETRYABLE: readonly string[] = ['quarantined', 'held', 'skipped', 'ignored'];

@Resolver()
export class RetryManyResolver {
  constructor(private readonly deps: RetryManyResolverDeps) {}

  @Query(() => RetryableMessages, { nullable: true, description: 'Counts what retryMessages would retry.' })
  async retryableMessages(
    @Ctx() context: GraphContext,
    @Arg('range', () => RetryRangeInput) range: RetryRangeInput,
  ): Promise<RetryableMessages> {
    mustWorkQuarantine(context);
    const counted = await this.deps.retryMany.count(filterFrom(range));
    if (counted === 'PARTNER_UNKNOWN') {
      throw graphFault(
        'NOT_FOUND',
        'There is no partner of that name, nor a message of one. Ask `links` for the names.',
      );
    }
    return Object.assign(new RetryableMessages(), counted);
  }

  @Mutation(() => RetryMessagesResult, {
    nullable: true,
    description: 'Retries the messages of a range, oldest first, at most 1,000. Count them first.',
  })
  async retryMessages(
    @Ctx() context: GraphContext,
    @Arg('input', () => RetryMessagesInput) input: RetryMessagesInput,
  ): Promise<MessagesRetried | MessageRefusal> {
    mustWorkQuarantine(context);
    const { idempotencyKey: key, range, expectedCount } = input;
    const common = { context, mutation: 'retryMessages', input, clock: this.deps.clock };
    const retried = await this.deps.retryMany.retry(filterFrom(range), expectedCount, (messageId) =>
      commandContextOf({ ...common, idempotencyKey: `${key}/${messageId}`, messageId }),
    );
    if (retried === 'CHANGED_SINCE_SEEN') return messageRefusal({ code: retried, by: null });
    if (retried === 'PARTNER_UNKNOWN') return messageRefusal({ code: retried });
    return Object.assign(new MessagesRetried(), retried);
  }
}

function filterFrom({ partner, receivedFrom, receivedTo, statuses, reasons }: RetryRangeInput): MessageFilter {
  const chosen = statuses ?? [MessageStatus.QUARANTINED, MessageStatus.HELD];
  if (!chosen.every((status) => RETRYABLE.includes(status))) {
    throw graphFault('BAD_USER_INPUT', 'Only QUARANTINED, HELD, SKIPPED and IGNORED messages are retried.');
  }
  return {
    ...{ partner, statuses: chosen },
    receivedFrom: instantOfDateTime(dateTime(receivedFrom)),
    receivedTo: instantOfDateTime(dateTime(receivedTo)),
    ...(reasons != null && { reasons }),
  };
}
