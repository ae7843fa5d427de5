import 'reflect-metadata';
import { tellRefusal, TellRefusal } from '@flow/platform/graphql/domain-error';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { instant, type Instant } from '@flow/platform/time/instant';
import { may } from '@flow/schema/rights';
import {
  Arg,
  createUnionType,
  Ctx,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import type { Erasing } from '../../application/erasing/erasing';

@InputType({ description: 'A number that names somebody who is to be erased.' })
class ErasedNumberInput {
  @Field(() => String)
  authority!: string;

  @Field(() => String)
  value!: string;
}

@InputType({ description: 'Whose messages are to go. Asked again, it goes on where it was.' })
class EraseMessagesInput {
  @Field(() => ID, { description: 'The erasure: the same key is the same erasure.' })
  idempotencyKey!: string;

  @Field(() => [ID])
  patientIds!: string[];

  @Field(() => [ErasedNumberInput], { description: 'What was received under them after the order stays.' })
  numbers!: ErasedNumberInput[];

  @Field(() => String, { description: 'An instant in UTC with milliseconds.' })
  orderedAt!: string;
}

@InputType({ description: 'The erasure of which the numbers name nobody any more.' })
class ResumeMessagesInput {
  @Field(() => ID)
  idempotencyKey!: string;
}

@ObjectType({ description: 'How many messages an erasure has taken so far.' })
@Directive('@inaccessible')
class MessagesErased {
  @Field(() => Int)
  messages!: number;
}

const EraseMessagesResult = createUnionType({
  name: 'EraseMessagesResult',
  types: () => [MessagesErased, TellRefusal] as const,
});

const SENTENCES = {
  ELSEWHERE: 'Another instance takes the inbox. Ask again.',
  INBOX_BEHIND: 'Messages from before the order wait to be taken. Ask again.',
} as const;

const later = (code: keyof typeof SENTENCES): TellRefusal => tellRefusal(code, SENTENCES[code], true);

function mustErase({ identity }: GraphContext): void {
  if (!may(identity.roles, 'ipm.erase')) throw graphFault('FORBIDDEN');
}

function instantFrom(text: string): Instant {
  try {
    return instant(text);
  } catch {
    throw graphFault('BAD_USER_INPUT', 'The orderedAt must be an instant in UTC with milliseconds.');
  }
}

/** The interface's part of an erasure, asked by the service that owns the erasure. */
@Resolver()
export class EraseResolver {
  constructor(private readonly erasing: Erasing) {}

  @Mutation(() => EraseMessagesResult, {
    nullable: true,
    description: 'Erases messages, and tells none about these numbers until resumeMessages, or for a minute.',
  })
  @Directive('@inaccessible')
  async eraseMessages(
    @Ctx() context: GraphContext,
    @Arg('input', () => EraseMessagesInput) { idempotencyKey, patientIds, numbers, orderedAt }: EraseMessagesInput,
  ): Promise<MessagesErased | TellRefusal> {
    mustErase(context);
    const asked = { erasureId: idempotencyKey, patientIds, numbers, orderedAt: instantFrom(orderedAt) };
    const erased = await this.erasing.erase(asked);
    if (erased === undefined) return later('ELSEWHERE');
    return erased === 'behind' ? later('INBOX_BEHIND') : Object.assign(new MessagesErased(), erased);
  }

  @Mutation(() => Boolean, { nullable: true, description: 'Messages about these numbers are told again.' })
  @Directive('@inaccessible')
  resumeMessages(
    @Ctx() context: GraphContext,
    @Arg('input', () => ResumeMessagesInput) { idempotencyKey }: ResumeMessagesInput,
  ): boolean {
    mustErase(context);
    this.erasing.resume(idempotencyKey);
    return true;
  }
}
