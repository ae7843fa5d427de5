import 'reflect-metadata';
import { DateTime } from '@flow/platform/graphql/scalars';
import { createUnionType, Field, ID, InputType, ObjectType } from 'type-graphql';
import { ClosedReasonEnum, DespiteEnum, HoldReasonEnum } from './enums';
import { BedsRefusal } from './refusals';

type Maybe<Value> = Value | null | undefined;

@InputType({ description: 'On everything that people do.' })
export class ActionInput {
  @Field(() => ID, { description: 'The same key is the same doing, however often it is sent.' })
  idempotencyKey!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was so; now, if not told. At most 5 minutes ahead.' })
  occurredAt?: Maybe<string>;

  @Field(() => String, {
    nullable: true,
    description:
      'The version of the stay, else of the bed, as it was shown. Refused only if what this depends on has changed since.',
  })
  expectedVersion?: Maybe<string>;
}

@InputType()
export class StayInput extends ActionInput {
  @Field(() => ID)
  stayId!: string;
}

@InputType()
export class BedInput extends ActionInput {
  @Field(() => ID)
  bedId!: string;
}

@InputType()
export class RevertInput extends StayInput {
  @Field(() => ID, { nullable: true, description: 'What is to be taken back; the last, if not told.' })
  deedId?: Maybe<string>;
}

@InputType({ description: 'Exactly one of bedId and wardId.' })
export class ArrivalInput {
  @Field(() => ID, { nullable: true })
  bedId?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'In the ward, bed to be found.' })
  wardId?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'The version of that bed as it was shown.' })
  expectedBedVersion?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'The hold that the bed was kept by.' })
  holdId?: Maybe<string>;

  @Field(() => Boolean, { nullable: true, description: 'Beside somebody, on purpose.' })
  sharing?: Maybe<boolean>;

  @Field(() => [DespiteEnum], { nullable: true })
  despite?: Maybe<('not-clean' | 'closed')[]>;
}

@InputType()
export class AdmitPatientInput extends ActionInput {
  @Field(() => ID)
  patientId!: string;

  @Field(() => ArrivalInput)
  to!: ArrivalInput;
}

@InputType()
export class MovePatientInput extends StayInput {
  @Field(() => ArrivalInput)
  to!: ArrivalInput;
}

@InputType()
export class SwapPatientsInput extends ActionInput {
  @Field(() => ID)
  stayId!: string;

  @Field(() => ID)
  otherStayId!: string;

  @Field(() => String, { nullable: true })
  expectedOtherVersion?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'Of a swap to be taken back.' })
  deedId?: Maybe<string>;
}

@InputType()
export class HoldBedInput extends BedInput {
  @Field(() => DateTime, { description: 'At most 72 hours from now, unless the trust has decided otherwise.' })
  until!: string;

  @Field(() => HoldReasonEnum)
  reason!: 'admission' | 'transfer' | 'repatriation' | 'elective' | 'isolation' | 'return-from-leave';

  @Field(() => ID, { nullable: true })
  patientId?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'Of a hold to be prolonged.' })
  holdId?: Maybe<string>;
}

@InputType()
export class ReleaseHoldInput extends BedInput {
  @Field(() => ID)
  holdId!: string;
}

@InputType()
export class CloseBedInput extends BedInput {
  @Field(() => ClosedReasonEnum)
  reason!: 'infection' | 'staffing' | 'estates' | 'deep-clean' | 'fire' | 'decommissioning';

  @Field(() => Boolean, { nullable: true, description: 'For an infection the patient may stay in the closed bed.' })
  keepOccupant?: Maybe<boolean>;
}

@ObjectType({ description: 'It is done, or was so already.' })
export class BedsActionDone {
  @Field(() => String, { description: 'A board of this version or later shows it: minVersion.' })
  version!: string;

  @Field(() => Boolean)
  changed!: boolean;

  @Field(() => [ID])
  stayIds!: readonly string[];

  @Field(() => [ID])
  bedIds!: readonly string[];

  @Field(() => ID, { nullable: true, description: 'For taking it back.' })
  deedId!: string | null;

  @Field(() => ID, { nullable: true })
  holdId!: string | null;

  @Field(() => [ID], { description: 'What people are now asked to settle.' })
  tasks!: readonly string[];
}

export const BedsActionResult = createUnionType({
  name: 'BedsActionResult',
  types: () => [BedsActionDone, BedsRefusal] as const,
});
