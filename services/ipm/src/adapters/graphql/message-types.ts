import 'reflect-metadata';
import { Personal } from '@flow/platform/graphql/personal';
import { connectionOf } from '@flow/platform/graphql/page-info';
import { DateTime } from '@flow/platform/graphql/scalars';
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum MessageStatus {
  RECEIVED = 'received',
  DECODED = 'decoded',
  APPLIED = 'applied',
  IGNORED = 'ignored',
  HELD = 'held',
  QUARANTINED = 'quarantined',
  DUPLICATE = 'duplicate',
  SKIPPED = 'skipped',
}
registerEnumType(MessageStatus, {
  name: 'MessageStatus',
  description: 'How far a message has come. All but RECEIVED and DECODED are ends.',
});

export enum ChapterKind {
  RECEIVED = 'received',
  DECODED = 'decoded',
  SETTLED = 'settled',
  RETRY_ASKED = 'retry-asked',
  EDITED = 'edited',
  SKIP_ASKED = 'skip-asked',
}
registerEnumType(ChapterKind, { name: 'MessageChapterKind', description: 'What happened to a message.' });

@ObjectType({ description: 'What the sender of a message was answered.' })
export class MessageReply {
  @Field(() => String, { description: 'AA, AR, CA or CR.' })
  code!: string;

  @Field(() => String, { description: 'MSH-10 of our reply.' })
  controlId!: string;
}

@ObjectType({ description: 'One thing that happened to a message.' })
export class MessageChapter {
  @Field(() => ChapterKind)
  what!: ChapterKind;

  @Field(() => DateTime)
  at!: string;

  @Field(() => Int, { nullable: true })
  decoding?: number;

  @Field(() => String, { nullable: true, description: 'Version of the partner’s configuration.' })
  configVersion?: string;

  @Field(() => MessageStatus, { nullable: true })
  outcome?: MessageStatus;

  @Field(() => String, { nullable: true })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: 'The operator who asked for it; null: it went on by itself.' })
  by?: string;
}

@ObjectType({ description: 'What a step of a message did: ids of where to look for it.' })
export class MessageEffect {
  @Field(() => Int)
  index!: number;

  @Field(() => String, { description: 'The service that was told: patients, beds or ipm.' })
  owner!: string;

  @Field(() => [ID])
  patientIds!: readonly string[];

  @Field(() => ID, { nullable: true })
  stayId?: string;

  @Field(() => [ID])
  tasks!: readonly string[];

  @Field(() => Boolean, { description: 'False: it was so already.' })
  changed!: boolean;
}

@ObjectType({ description: 'A place of the partner that its map does not know.' })
export class UnmappedPlace {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'The codes as told: ward^bay^bed^facility.' })
  codes!: string;

  @Field(() => String, { description: 'The whole field as told.' })
  text!: string;
}

@ObjectType({ description: 'A message of a partner, and all that became of it.' })
@Directive('@key(fields: "id")')
export class InterfaceMessage {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  partner!: string;

  @Field(() => DateTime)
  receivedAt!: string;

  @Field(() => String, { nullable: true, description: 'MSH-3|MSH-4.' })
  sender?: string;

  @Field(() => String, { nullable: true, description: 'MSH-10.' })
  controlId?: string;

  @Field(() => String, { nullable: true, description: 'Such as ADT^A01; absent for what is no message.' })
  messageType?: string;

  @Field(() => MessageReply, { nullable: true, description: 'Absent where nothing was answered.' })
  reply?: MessageReply;

  @Field(() => MessageStatus)
  status!: MessageStatus;

  @Field(() => String, {
    nullable: true,
    description:
      'The rule that ignored it, what it is held for, why it is in quarantine or skipped, or the message that it repeats.',
  })
  reason!: string | null;

  @Field(() => Boolean, { description: 'The sender used its control id for other content before.' })
  collision!: boolean;

  @Field(() => String, { description: 'For expectedVersion.' })
  version!: string;

  @Field(() => Boolean, { description: 'An operator asked for something that is not done yet.' })
  beingWorked!: boolean;

  @Field(() => Int, { description: 'How often its content was edited. What came is kept.' })
  edits!: number;

  @Field(() => Int, { description: '0: nothing was to be told.' })
  decoding!: number;

  @Field(() => String, { nullable: true })
  configVersion?: string;

  @Field(() => DateTime, { nullable: true, description: 'When what it tells happened.' })
  occurredAt?: string;

  @Field(() => [String], { description: 'What was odd and did not stop it.' })
  warnings!: readonly string[];

  @Field(() => [UnmappedPlace])
  unmappedPlaces!: readonly UnmappedPlace[];

  @Field(() => [MessageEffect], { description: 'What it caused.' })
  effects!: readonly MessageEffect[];

  @Field(() => [MessageChapter], { description: 'Its story, oldest first.' })
  history!: readonly MessageChapter[];

  @Field(() => String, {
    nullable: true,
    description: 'The text as it came, in its character set, segments ended by CR. Null where it is withheld.',
  })
  @Personal()
  content?: string | null;

  @Field(() => String, { nullable: true, description: 'What operators put in its place; null where nobody did.' })
  @Personal()
  editedContent?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'It is about a restricted patient whom you may not know.' })
  contentWithheld?: boolean;
}

export const InterfaceMessageConnection = connectionOf('InterfaceMessage', () => InterfaceMessage);

@InputType({ description: 'A number under which a partner knows a patient.' })
export class PatientNumberInput {
  @Field(() => String)
  authority!: string;

  @Field(() => String)
  value!: string;
}

@InputType({ description: 'All that are given must hold.' })
export class MessageFilterInput {
  @Field(() => String, { nullable: true })
  partner?: string | null;

  @Field(() => [MessageStatus], { nullable: true })
  statuses?: readonly MessageStatus[] | null;

  @Field(() => String, { nullable: true })
  controlId?: string | null;

  @Field(() => ID, { nullable: true })
  patientId?: string | null;

  @Field(() => PatientNumberInput, { nullable: true, description: 'Finds also what was never applied.' })
  patientNumber?: PatientNumberInput | null;

  @Field(() => String, { nullable: true, description: 'In any spacing.' })
  nhsNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'Such as ADT^A01.' })
  messageType?: string | null;

  @Field(() => [String], { nullable: true, description: 'Any of these reasons.' })
  reasons?: readonly string[] | null;

  @Field(() => DateTime, { nullable: true })
  receivedFrom?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Not included.' })
  receivedTo?: string | null;
}
