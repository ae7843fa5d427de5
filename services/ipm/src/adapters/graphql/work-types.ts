import 'reflect-metadata';
import { DomainError } from '@flow/platform/graphql/domain-error';
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { WorkRefusal } from '../../application/work-messages';
import type { EditFaultCode } from '../../domain/hl7/edited-message';
import { EDIT_REASONS, SKIP_REASONS, type EditReason, type SkipReason } from '../../domain/ledger/deed';
import { InterfaceMessage } from './message-types';

/** Codes that are the same words in the graph. */
function enumOf<Word extends string>(name: string, words: readonly Word[], description: string) {
  const values = Object.fromEntries(words.map((word) => [word, word]));
  registerEnumType(values, { name, description });
  return values;
}

const SkipReasonEnum = enumOf('SkipReason', SKIP_REASONS, 'Why nothing of a message is to be told.');
const EditReasonEnum = enumOf('EditReason', EDIT_REASONS, 'Why other content takes the place of what came.');

@InputType({ description: 'On everything that operators do with a message.' })
export class MessageWorkInput {
  @Field(() => ID, { description: 'The same key is the same doing, however often it is sent.' })
  idempotencyKey!: string;

  @Field(() => ID)
  messageId!: string;

  @Field(() => String, { description: 'The version of the message as it was shown.' })
  expectedVersion!: string;
}

@InputType()
export class SkipMessageInput extends MessageWorkInput {
  @Field(() => SkipReasonEnum)
  reason!: SkipReason;
}

@InputType()
export class EditMessageInput extends MessageWorkInput {
  @Field(() => String, {
    description: 'The whole text, segments ended by CR, LF or both. Its sender and control id stay as they were.',
  })
  text!: string;

  @Field(() => EditReasonEnum)
  reason!: EditReason;
}

@ObjectType({ description: 'What is wrong with an edited text, and where. Never what stands there.' })
export class EditFaultShown {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => String, { nullable: true, description: 'Null: the whole. "line": a line that is no segment.' })
  segment!: string | null;

  @Field(() => Int, { nullable: true, description: 'Which segment of that name, or which line, from 1.' })
  occurrence!: number | null;

  @Field(() => Int, { nullable: true })
  field!: number | null;
}

@ObjectType({ implements: DomainError, description: 'Why nothing was done with a message.' })
export class MessageRefusal extends DomainError {
  @Field(() => String, {
    nullable: true,
    description: 'Who has worked it since it was seen; null: it went on by itself.',
  })
  changedBy!: string | null;

  @Field(() => [EditFaultShown])
  faults!: readonly EditFaultShown[];
}

@ObjectType({ description: 'It is done, or is on its way.' })
export class MessageWorked {
  // A name of its own: a refusal has a `message` too, and both are asked for together.
  @Field(() => InterfaceMessage)
  worked!: InterfaceMessage;

  @Field(() => Boolean, { description: 'False: its lane is blocked, and it is done when that is free.' })
  done!: boolean;
}

export const WorkMessageResult = createUnionType({
  name: 'WorkMessageResult',
  types: () => [MessageWorked, MessageRefusal] as const,
});

const SENTENCES: Readonly<Record<WorkRefusal['code'], string>> = {
  CHANGED_SINCE_SEEN: 'It has gone on since you saw it. Look again.',
  IN_HAND: 'It is being worked at this moment. Look again.',
  ALREADY_APPLIED: 'It is applied: only another message of the partner can change what it said.',
  IS_DUPLICATE: 'It repeats another message: work that one.',
  IS_IGNORED: 'It is ignored by rule: retry it when the rule is another.',
  UNCHANGED: 'The text is as it was.',
  MESSAGE_UNKNOWN: 'There is no such message.',
  NOT_A_MESSAGE: 'What came is no message, or was not kept, and cannot be edited.',
  PARTNER_UNKNOWN: 'No configuration says how to read this partner.',
  RESTRICTED: 'It is about a patient whom you may not know.',
  IDEMPOTENCY_KEY_REUSED: 'This idempotencyKey was used for something else.',
  CONTENDED: 'Others are changing the same at this moment. Ask again.',
  EXPIRED: 'This came too late to be done. Ask again.',
  EDIT_FAULTS: 'The text cannot be sent in place of what came.',
};

const FAULTS: Readonly<Record<EditFaultCode, string>> = {
  NO_HEADER: 'The text must begin with an MSH segment.',
  SENDER_CHANGED: 'The sender must stay as it was.',
  CONTROL_ID_CHANGED: 'The message control id must stay as it was.',
  NO_MESSAGE_TYPE: 'The message type is missing.',
  NOT_A_SEGMENT: 'The line begins with no segment name.',
  CONTROL_CHARACTER: 'There is a control character.',
  CHARACTER_NOT_IN_CHARSET: 'There is a character that the character set of the message does not have.',
  TOO_LARGE: 'The text is larger than a message of this partner may be.',
};

export function messageRefusal(refusal: WorkRefusal): MessageRefusal {
  const faults = refusal.code === 'EDIT_FAULTS' ? refusal.faults : [];
  return Object.assign(new MessageRefusal(), {
    code: refusal.code,
    message: SENTENCES[refusal.code],
    changedBy: refusal.code === 'CHANGED_SINCE_SEEN' ? refusal.by : null,
    faults: faults.map(({ code, segment = null, occurrence = null, field = null }) =>
      Object.assign(new EditFaultShown(), { code, message: FAULTS[code], segment, occurrence, field }),
    ),
  });
}
