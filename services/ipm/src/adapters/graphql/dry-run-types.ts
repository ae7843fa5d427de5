import 'reflect-metadata';
import { Personal } from '@flow/platform/graphql/personal';
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { HeldState } from '../../application/compare-held';
import { MessageStatus, UnmappedPlace } from './message-types';
import { MessageRefusal } from './work-types';

const HeldStateEnum: Readonly<Record<string, HeldState>> = {
  SAME: 'same',
  DIFFERENT: 'different',
  NOT_HELD: 'not-held',
  DELETES: 'deletes',
};
registerEnumType(HeldStateEnum, {
  name: 'HeldState',
  description: 'What a message tells beside what is held: alike, otherwise, not held yet, or told to be deleted.',
});

export enum MessageDiffKind {
  ORIGINAL_AND_EDITED = 'original-and-edited',
  DECODINGS = 'decodings',
}
registerEnumType(MessageDiffKind, {
  name: 'MessageDiffKind',
  description: 'Between what came and what counts now, or between what the last two decodings tell.',
});

@ObjectType({ description: 'One field that a message tells, beside what is held of it.' })
export class HeldDifferenceShown {
  @Field(() => String, { description: 'person or stay.' })
  of!: string;

  @Field(() => ID, { nullable: true, description: 'The patient or the stay; null: none is known yet.' })
  id!: string | null;

  @Field(() => String)
  field!: string;

  @Field(() => HeldStateEnum, { nullable: true, description: 'Null where it is withheld.' })
  state!: HeldState | null;

  @Field(() => String, { nullable: true })
  @Personal()
  told!: string | null;

  @Field(() => String, { nullable: true, description: 'Null also where you may not see what is held.' })
  @Personal()
  held!: string | null;
}

@ObjectType({ description: 'What would be told of a message now. Nothing was told or written.' })
export class MessageDryRun {
  @Field(() => MessageStatus, {
    description: 'APPLIED: it would be told; what the owners would refuse, only telling them tells.',
  })
  outcome!: MessageStatus;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => String)
  configVersion!: string;

  @Field(() => [String], { description: 'What would be told, in order, without what it says.' })
  steps!: readonly string[];

  @Field(() => [String])
  warnings!: readonly string[];

  @Field(() => [UnmappedPlace])
  unmappedPlaces!: readonly UnmappedPlace[];

  @Field(() => [ID], { description: 'Patients whom its numbers name already.' })
  patientIds!: readonly string[];

  @Field(() => Int, { description: 'How many patients it would be the first to tell of.' })
  newPatients!: number;

  @Field(() => [ID])
  stayIds!: readonly string[];

  @Field(() => Boolean, { description: 'It is about a restricted patient whom you may not know: values are null.' })
  withheld!: boolean;

  @Field(() => [HeldDifferenceShown])
  differences!: readonly HeldDifferenceShown[];
}

export const MessageDryRunResult = createUnionType({
  name: 'MessageDryRunResult',
  types: () => [MessageDryRun, MessageRefusal] as const,
});

@InputType()
export class DryRunInput {
  @Field(() => ID)
  messageId!: string;

  @Field(() => String, { nullable: true, description: 'In the place of what counts now, as for editAndReplayMessage.' })
  editedText?: string | null;
}

@ObjectType({ description: 'One place in which two texts or two decodings differ.' })
export class MessageDifference {
  @Field(() => String, { description: 'Such as PID-5, PV1[2]-3, or of decodings 1 person.family.' })
  place!: string;

  @Field(() => String, { nullable: true, description: 'Null: it was not there.' })
  @Personal()
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'Null: it is not there.' })
  @Personal()
  after!: string | null;
}

@ObjectType({ description: 'What became of a message.' })
export class MessageDiff {
  @Field(() => Boolean, { description: 'It is about a restricted patient whom you may not know: nothing is compared.' })
  withheld!: boolean;

  @Field(() => [MessageDifference])
  differences!: readonly MessageDifference[];
}
