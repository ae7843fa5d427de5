import 'reflect-metadata';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ToldEnum } from './enums';

type Maybe<Value> = Value | null | undefined;
const absentNullOrValue = { nullable: true };

@InputType({ description: 'A place in our ids, as finely as the partner’s map knows it.' })
export class ToldPlaceInput {
  @Field(() => ID, { nullable: true })
  wardId?: Maybe<string>;

  @Field(() => ID, { nullable: true })
  bayId?: Maybe<string>;

  @Field(() => ID, { nullable: true })
  bedId?: Maybe<string>;

  @Field(() => ID, { nullable: true })
  unmappedPlaceId?: Maybe<string>;
}

@InputType({ description: 'A visit number and who issued it.' })
export class VisitInput {
  @Field(() => String)
  authority!: string;

  @Field(() => String)
  number!: string;
}

@InputType({ description: 'Which statement this is of which message: the same key is the same telling.' })
export class TellingInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => String)
  partner!: string;

  @Field(() => ID)
  messageId!: string;

  @Field(() => String, { description: 'Where it stands among all tellings: text order is that order.' })
  order!: string;

  @Field(() => String, { description: 'An instant in UTC with milliseconds.' })
  occurredAt!: string;
}

@InputType({
  description: 'What a partner says of a stay. A field that is absent was not told; null deletes; a value sets.',
})
export class TellStayInput extends TellingInput {
  @Field(() => Int)
  decoding!: number;

  @Field(() => Int)
  index!: number;

  @Field(() => ToldEnum)
  told!: string;

  @Field(() => ID)
  patientId!: string;

  @Field(() => Int)
  patientRevision!: number;

  @Field(() => Boolean)
  restricted!: boolean;

  @Field(() => Boolean)
  deceased!: boolean;

  @Field(() => VisitInput, { nullable: true })
  visit?: Maybe<VisitInput>;

  @Field(() => ToldPlaceInput, { nullable: true })
  place?: Maybe<ToldPlaceInput>;

  @Field(() => ToldPlaceInput, { nullable: true, description: 'What the partner takes the place before to have been.' })
  priorPlace?: Maybe<ToldPlaceInput>;

  @Field(() => String, absentNullOrValue)
  patientClass?: Maybe<string>;

  @Field(() => String, absentNullOrValue)
  specialty?: Maybe<string>;

  @Field(() => String, absentNullOrValue)
  consultant?: Maybe<string>;

  @Field(() => String, absentNullOrValue)
  admissionMethod?: Maybe<string>;

  @Field(() => String, absentNullOrValue)
  admissionSource?: Maybe<string>;

  @Field(() => String, absentNullOrValue)
  dischargeMethod?: Maybe<string>;

  @Field(() => String, absentNullOrValue)
  dischargeDestination?: Maybe<string>;

  @Field(() => Boolean, absentNullOrValue)
  readyForDischarge?: Maybe<boolean>;

  @Field(() => String, { nullable: true, description: 'An instant in UTC with milliseconds.' })
  expectedAt?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'EVN-6 as told.' })
  movementAt?: Maybe<string>;
}

@InputType({ description: 'Two patients changed places.' })
export class TellSwapInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => TellStayInput)
  first!: TellStayInput;

  @Field(() => TellStayInput)
  second!: TellStayInput;
}

@InputType({ description: 'A later decoding of a message was told; an earlier one spoke of this stay.' })
export class TellWithdrawnInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => String)
  partner!: string;

  @Field(() => ID)
  messageId!: string;

  @Field(() => Int, { description: 'The later one.' })
  decoding!: number;

  @Field(() => ID)
  patientId!: string;

  @Field(() => VisitInput, { nullable: true })
  visit?: Maybe<VisitInput>;
}

@InputType({ description: 'Two patients are one.' })
export class TellPatientsMergedInput extends TellingInput {
  @Field(() => ID)
  survivorId!: string;

  @Field(() => ID)
  retiredId!: string;

  @Field(() => Int)
  patientRevision!: number;

  @Field(() => Boolean)
  restricted!: boolean;

  @Field(() => Boolean)
  deceased!: boolean;
}

@InputType({ description: 'A patient’s details are newer.' })
export class TellPatientDetailsInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => String)
  partner!: string;

  @Field(() => ID)
  messageId!: string;

  @Field(() => ID)
  patientId!: string;

  @Field(() => Int)
  patientRevision!: number;

  @Field(() => Boolean)
  restricted!: boolean;

  @Field(() => Boolean)
  deceased!: boolean;
}

@InputType({ description: 'What a partner says of a bed itself.' })
export class TellBedStatusInput extends TellingInput {
  @Field(() => ToldPlaceInput)
  place!: ToldPlaceInput;

  @Field(() => String, { description: 'HL7 table 0116: C, H, I, K, O or U.' })
  status!: string;
}

@ObjectType({ description: 'What became of it.' })
export class StayTold {
  @Field(() => ID, { description: 'Empty where it was not about one stay.' })
  stayId!: string;

  @Field(() => String, { description: 'A board of this version or later shows it.' })
  version!: string;

  @Field(() => Boolean)
  changed!: boolean;

  @Field(() => [ID], { description: 'What people are now asked to settle.' })
  tasks!: readonly string[];
}
