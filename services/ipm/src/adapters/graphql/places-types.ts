import 'reflect-metadata';
import { DomainError } from '@flow/platform/graphql/domain-error';
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { PlaceDifference } from '../partners/change-places';

type Maybe<Value> = Value | null | undefined;

const PlaceChangeEnum = { ADDED: 'added', CHANGED: 'changed', REMOVED: 'removed' } as const;
registerEnumType(PlaceChangeEnum, { name: 'PlaceChange' });

@InputType({
  description: 'What a partner says for a place, and which place that is. An absent part matches anything.',
})
export class PlaceInput {
  @Field(() => String)
  ward!: string;

  @Field(() => String, { nullable: true })
  bay?: Maybe<string>;

  @Field(() => String, { nullable: true })
  bed?: Maybe<string>;

  @Field(() => String, { nullable: true })
  facility?: Maybe<string>;

  @Field(() => ID)
  wardId!: string;

  @Field(() => ID, { nullable: true })
  bayId?: Maybe<string>;

  @Field(() => ID, { nullable: true })
  bedId?: Maybe<string>;
}

@InputType({ description: 'The whole location map of a partner, in the place of the one that its file names.' })
export class ChangePlacesInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => String)
  partner!: string;

  @Field(() => [PlaceInput])
  places!: PlaceInput[];

  @Field(() => Boolean, { defaultValue: false, description: 'Says what would be done, and does nothing.' })
  dryRun!: boolean;
}

@ObjectType()
export class PlaceDifferenceShown {
  @Field(() => String, { description: 'As the partner says it.' })
  code!: string;

  @Field(() => PlaceChangeEnum)
  change!: PlaceDifference['change'];

  @Field(() => String, { nullable: true })
  was!: string | null;

  @Field(() => String, { nullable: true })
  is!: string | null;
}

@ObjectType()
export class PlacesChanged {
  @Field(() => Int)
  added!: number;

  @Field(() => Int)
  changed!: number;

  @Field(() => Int)
  removed!: number;

  @Field(() => [PlaceDifferenceShown], { description: 'The first twenty.' })
  differences!: readonly PlaceDifferenceShown[];
}

@ObjectType({ implements: DomainError, description: 'Why a location map was not taken.' })
export class PlacesRefusal extends DomainError {
  @Field(() => [String], { description: 'Each by its line of the map, the header being line 1.' })
  faults!: readonly string[];
}

export const ChangePlacesResult = createUnionType({
  name: 'ChangePlacesResult',
  types: () => [PlacesChanged, PlacesRefusal] as const,
});
