import 'reflect-metadata';
import { Personal } from '@flow/platform/graphql/personal';
import { DateTime } from '@flow/platform/graphql/scalars';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ERASURE_PARTS, ERASURE_REASONS, type ErasurePart, type ErasureReason } from '../../domain/erasure';
import { enumOf } from './enum-of';
import { PatientsRefusal } from './patients-refusal';

const ReasonEnum = enumOf('ErasureReason', ERASURE_REASONS, 'Why somebody is erased.');
const PART_NAMES = ERASURE_PARTS.map((part) => part.replace('-', '_').toUpperCase());
const PartEnum = enumOf('ErasurePartName', PART_NAMES, 'In the order in which they are done.');
export const ERASURE_STATES = ['UNDER_WAY', 'WAITS_FOR_ENGINES', 'FINISHED'] as const;
const StateEnum = enumOf('ErasureState', ERASURE_STATES, 'How far an erasure has come.');

export const partName = (part: ErasurePart): string => PART_NAMES[ERASURE_PARTS.indexOf(part)] ?? part;

@ObjectType({ description: 'A part of an erasure that is done.' })
export class ErasurePartDone {
  @Field(() => PartEnum)
  part!: string;

  @Field(() => DateTime)
  at!: string;

  @Field(() => Int, { nullable: true, description: 'Messages that went so far, or notes (RECORDS).' })
  removed!: number | null;

  @Field(() => Boolean, { description: 'An engine does it when its operators next have it tidy up.' })
  pending!: boolean;
}

@ObjectType({ description: 'That everything which says who somebody is goes. Ids and codes only.' })
export class Erasure {
  @Field(() => ID, { description: 'The record in use when it was ordered.' })
  patientId!: string;

  @Field(() => [ID], { description: 'Every record of the person.' })
  patientIds!: readonly string[];

  @Field(() => ReasonEnum)
  reason!: ErasureReason;

  @Field(() => DateTime)
  orderedAt!: string;

  @Field(() => String)
  orderedBy!: string;

  @Field(() => StateEnum)
  state!: (typeof ERASURE_STATES)[number];

  @Field(() => [ErasurePartDone])
  done!: readonly ErasurePartDone[];

  @Field(() => [PartEnum], { description: 'What is still to be done.' })
  due!: readonly string[];
}

@ObjectType({ description: 'Who would be erased, and what would go.' })
export class ErasurePreview {
  @Field(() => ID)
  patientId!: string;

  @Field(() => String, { nullable: true })
  @Personal()
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'A London calendar date.' })
  @Personal()
  birthDate!: string | null;

  @Field(() => Int, { description: 'Records that were merged into one person.' })
  records!: number;

  @Field(() => Int, { description: 'Notes about them, counted to a thousand.' })
  notes!: number;

  @Field(() => Boolean, { description: 'In, on leave or expected: nobody like that is erased.' })
  present!: boolean;
}

@InputType({ description: 'Who is to be erased. It cannot be taken back.' })
export class ErasePatientInput {
  @Field(() => ID, { description: 'The same key is the same order.' })
  idempotencyKey!: string;

  @Field(() => ID)
  patientId!: string;

  @Field(() => ReasonEnum)
  reason!: ErasureReason;
}

export const ErasePatientResult = createUnionType({
  name: 'ErasePatientResult',
  types: () => [Erasure, PatientsRefusal] as const,
});
