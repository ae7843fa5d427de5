import 'reflect-metadata';
import { createUnionType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { BedKind, WardDescription } from '../../domain/book/state';
import { BedFundingEnum, BedKindEnum, WardKindEnum } from './enums';
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

@InputType()
export class BedOfEstateInput {
  @Field(() => ID)
  code!: string;

  @Field(() => ID)
  ward!: string;

  @Field(() => ID, { nullable: true })
  bay?: Maybe<string>;

  @Field(() => String)
  name!: string;

  @Field(() => BedKindEnum)
  kind!: BedKind;

  @Field(() => BedFundingEnum)
  funding!: 'core' | 'escalation' | 'boarding';

  @Field(() => Boolean, { nullable: true })
  surge?: Maybe<boolean>;

  @Field(() => Boolean)
  oxygen!: boolean;

  @Field(() => Boolean)
  isolation!: boolean;

  @Field(() => Boolean)
  bariatric!: boolean;

  @Field(() => Boolean)
  monitored!: boolean;
}

@InputType({
  description: 'Sites, wards, bays and beds as they are to be. Codes are the ids; what is not named stays as it is.',
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
export class EstateSetUp {
  @Field(() => String, { description: 'A board of this version or later shows it.' })
  version!: string;

  @Field(() => Int, { description: 'How many were new, or described otherwise.' })
  changed!: number;

  @Field(() => [EstateFault], { description: 'What could not be taken.' })
  faults!: readonly EstateFault[];
}

export const SetUpEstateResult = createUnionType({
  name: 'SetUpEstateResult',
  types: () => [EstateSetUp, BedsRefusal] as const,
});
