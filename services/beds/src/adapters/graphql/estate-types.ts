import 'reflect-metadata';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Change, EstateKind } from '../../domain/book/estate';
import type { BedKind, WardDescription } from '../../domain/book/state';
import { BedFundingEnum, BedKindEnum, EstateChangeEnum, EstateKindEnum, WardKindEnum } from './enums';
import { BedsRefusal } from './refusals';

type Maybe<Value> = Value | null | undefined;

@InputType()
export class SiteInput {
  @Field(() => ID)
  code!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  odsCode?: Maybe<string>;
}

@InputType({ description: 'sex, age and intensity: codes of the NHS Data Dictionary.' })
export class WardInput {
  @Field(() => ID)
  code!: string;

  @Field(() => ID)
  site!: string;

  @Field(() => String)
  name!: string;

  @Field(() => WardKindEnum)
  kind!: WardDescription['kind'];

  @Field(() => String, { nullable: true })
  specialty?: Maybe<string>;

  @Field(() => String, { nullable: true })
  sex?: Maybe<string>;

  @Field(() => String, { nullable: true })
  age?: Maybe<string>;

  @Field(() => String, { nullable: true })
  intensity?: Maybe<string>;
}

@InputType()
export class BayInput {
  @Field(() => ID)
  code!: string;

  @Field(() => ID)
  ward!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  sex?: Maybe<string>;
}

@InputType({ description: 'What is usual may be left out: a large estate is then sent in one request.' })
export class BedOfEstateInput {
  @Field(() => ID)
  code!: string;

  @Field(() => ID)
  ward!: string;

  @Field(() => ID, { nullable: true })
  bay?: Maybe<string>;

  @Field(() => String)
  name!: string;

  @Field(() => BedKindEnum, { nullable: true, description: 'BAY unless told.' })
  kind?: Maybe<BedKind>;

  @Field(() => BedFundingEnum, { nullable: true, description: 'CORE unless told.' })
  funding?: Maybe<'core' | 'escalation' | 'boarding'>;

  @Field(() => Boolean, { nullable: true })
  surge?: Maybe<boolean>;

  @Field(() => Boolean, { defaultValue: false })
  oxygen!: boolean;

  @Field(() => Boolean, { defaultValue: false })
  isolation!: boolean;

  @Field(() => Boolean, { defaultValue: false })
  bariatric!: boolean;

  @Field(() => Boolean, { defaultValue: false })
  monitored!: boolean;
}

@InputType({
  description:
    'Sites, wards, bays and beds as they are to be. Codes are the ids; what is not named stays as it is, unless told.',
})
export class SetUpEstateInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => [SiteInput])
  sites!: SiteInput[];

  @Field(() => [WardInput])
  wards!: WardInput[];

  @Field(() => [BayInput])
  bays!: BayInput[];

  @Field(() => [BedOfEstateInput])
  beds!: BedOfEstateInput[];

  @Field(() => Boolean, { defaultValue: false, description: 'Wards, bays and beds that are not named go.' })
  whole!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Only where nothing is set up yet.' })
  ifNone!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Says what would be done, and does nothing.' })
  dryRun!: boolean;
}

@ObjectType()
export class EstateFault {
  @Field(() => String, { description: 'Such as: bed A1-01.' })
  what!: string;

  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;
}

@ObjectType()
export class FieldDifference {
  @Field(() => String)
  field!: string;

  @Field(() => String, { nullable: true })
  was!: string | null;

  @Field(() => String, { nullable: true })
  is!: string | null;
}

@ObjectType()
export class EstateDifference {
  @Field(() => ID)
  code!: string;

  @Field(() => EstateChangeEnum)
  change!: 'added' | 'changed' | 'removed';

  @Field(() => [FieldDifference], { description: 'Of what is described otherwise.' })
  fields!: readonly FieldDifference[];
}

@ObjectType()
export class EstateCount {
  @Field(() => EstateKindEnum)
  kind!: EstateKind;

  @Field(() => Int)
  added!: number;

  @Field(() => Int)
  changed!: number;

  @Field(() => Int)
  removed!: number;
}

@ObjectType()
export class EstateSetUp {
  @Field(() => String, { description: 'A board of this version or later shows it.' })
  version!: string;

  @Field(() => Int, { description: 'How many are new, described otherwise or gone.' })
  changed!: number;

  @Field(() => [EstateFault], { description: 'What cannot be taken. Where there is anything, nothing was done.' })
  faults!: readonly EstateFault[];

  /** What its differences are told from. */
  changes!: readonly Change[];
}

export const SetUpEstateResult = createUnionType({
  name: 'SetUpEstateResult',
  types: () => [EstateSetUp, BedsRefusal] as const,
});
