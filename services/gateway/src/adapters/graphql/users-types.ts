import 'reflect-metadata';
import { DomainError } from '@flow/platform/graphql/domain-error';
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { UserDifference } from '../../application/set-users';
import { enumOf } from './audit-types';

const UserChangeEnum = enumOf(['added', 'changed', 'removed'] as const);
registerEnumType(UserChangeEnum, { name: 'UserChange' });

@InputType({ description: 'What somebody may do and where. `*` alone is every one; none is nowhere.' })
export class UserInput {
  @Field(() => ID, { description: 'The `sub` of their token.' })
  subject!: string;

  @Field(() => [String], { description: 'As in docs/rights.md: ward-clerk.' })
  roles!: string[];

  @Field(() => [String])
  sites!: string[];

  @Field(() => [String])
  wards!: string[];

  @Field(() => [String], { description: 'Treatment function codes.' })
  specialties!: string[];
}

@InputType({ description: 'The whole table of users, in the place of the one that there is: who is not in it goes.' })
export class SetUsersInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => [UserInput], { description: 'At most 5,000.' })
  users!: UserInput[];

  @Field(() => Boolean, { defaultValue: false, description: 'Only where no table was ever set.' })
  ifNone!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Says what would be done, and does nothing.' })
  dryRun!: boolean;
}

@ObjectType()
export class UserFieldDifference {
  @Field(() => String)
  field!: string;

  @Field(() => String)
  was!: string;

  @Field(() => String)
  is!: string;
}

@ObjectType()
export class UserDifferenceShown {
  @Field(() => ID)
  subject!: string;

  @Field(() => UserChangeEnum)
  change!: UserDifference['change'];

  @Field(() => [UserFieldDifference], { description: 'Of what is otherwise.' })
  fields!: readonly UserFieldDifference[];
}

@ObjectType({ description: 'The table is as it was told: in force for every operation from now on.' })
export class UsersSet {
  @Field(() => Int)
  added!: number;

  @Field(() => Int)
  changed!: number;

  @Field(() => Int)
  removed!: number;

  @Field(() => [UserDifferenceShown], { description: 'The first twenty.' })
  differences!: readonly UserDifferenceShown[];
}

@ObjectType({ implements: DomainError, description: 'Why a table of users was not taken. Nothing was changed.' })
export class UsersRefused extends DomainError {
  @Field(() => Int, { nullable: true, description: 'Which of the users is at fault, the first being 0.' })
  index!: number | null;
}

export const SetUsersResult = createUnionType({
  name: 'SetUsersResult',
  types: () => [UsersSet, UsersRefused] as const,
});
