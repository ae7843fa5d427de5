import 'reflect-metadata';
import {
  ArgsType,
  createUnionType,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  InterfaceType,
  ObjectType,
  type ClassType,
} from 'type-graphql';
import { DomainError } from '../graphql/domain-error';
import { enumOf } from '../graphql/enum-of';
import { DateTime } from '../graphql/scalars';
import { TASK_OWNERS, type TaskOwner } from './task';
import { SETTLED_AS, type SettledAs } from './task-events';

type Maybe<Value> = Value | null | undefined;

const STATUSES = ['open', 'closed'] as const;
export const CLAIM_FILTERS = ['mine', 'nobody', 'anybody'] as const;

// Every subgraph has these enums, with the same values: those of inputs may not differ.
const TaskStatusEnum = enumOf('TaskStatus', STATUSES);
const TaskOwnerEnum = enumOf('TaskOwner', TASK_OWNERS, 'The role that a task is meant for.');
const TaskClaimFilterEnum = enumOf('TaskClaimFilter', CLAIM_FILTERS, 'Whose claim stands: yours, nobody’s, anybody’s.');
const TaskSettledAsEnum = enumOf('TaskSettledAs', SETTLED_AS, 'What people found who settled a task.');

/** The one shape of the tasks of all services. */
@InterfaceType({ description: 'Something that people are asked to settle. Ids and codes only.' })
export abstract class Task {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'A code: bed-taken, place-unmapped. docs/tasks.md has them all.' })
  kind!: string;

  @Field(() => [ID], { description: 'What it is about first, then what else matters.' })
  subjects!: readonly string[];

  @Field(() => TaskOwnerEnum)
  ownerRole!: TaskOwner;

  @Field(() => String, { description: 'A code: FIND_BED, MAP_PLACE.' })
  suggestedFix!: string;

  @Field(() => String, { description: 'What closes it, in a sentence.' })
  closesWhen!: string;

  @Field(() => Boolean, { description: 'Whether people settle it by hand; it closes by itself otherwise.' })
  settledByHand!: boolean;

  @Field(() => DateTime)
  raisedAt!: string;

  @Field(() => Int, { description: 'How long it has been open, or was, in whole minutes.' })
  ageMinutes!: number;

  @Field(() => TaskStatusEnum)
  status!: (typeof STATUSES)[number];

  @Field(() => String, { nullable: true, description: 'Who works on it. Null: nobody, or the claim has lapsed.' })
  claimedBy!: string | null;

  @Field(() => DateTime, { nullable: true })
  claimedAt!: string | null;

  @Field(() => DateTime, { nullable: true })
  closedAt!: string | null;

  @Field(() => TaskSettledAsEnum, { nullable: true, description: 'Null where it closed by itself.' })
  settledAs!: SettledAs | null;

  @Field(() => String, { description: 'For expectedVersion. Opaque.' })
  version!: string;
}

/** The arguments of every list of tasks. */
@ArgsType()
export class TaskListArgs {
  // A default of an enum would lose its value where the schema is built anew from its text.
  @Field(() => TaskStatusEnum, { nullable: true, description: 'Open, if not told.' })
  status?: Maybe<(typeof STATUSES)[number]>;

  @Field(() => TaskOwnerEnum, { nullable: true })
  ownerRole?: Maybe<TaskOwner>;

  @Field(() => String, { nullable: true })
  kind?: Maybe<string>;

  @Field(() => TaskClaimFilterEnum, { nullable: true, description: 'Claimed or not, if not told.' })
  claimed?: Maybe<(typeof CLAIM_FILTERS)[number]>;

  @Field(() => Int, { defaultValue: 50 })
  first!: number;

  @Field(() => String, { nullable: true })
  after?: Maybe<string>;
}

@InputType({ description: 'On everything that people do about a task.' })
export class TaskInput {
  @Field(() => ID, { description: 'The same key is the same doing, however often it is sent.' })
  idempotencyKey!: string;

  @Field(() => ID)
  taskId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The version of the task as it was shown. Refused if it has changed since.',
  })
  expectedVersion?: Maybe<string>;
}

@InputType()
export class ClaimTaskInput extends TaskInput {
  @Field(() => Boolean, { nullable: true, description: 'Also from somebody else, for those who may take over.' })
  takeOver?: Maybe<boolean>;
}

@InputType()
export class ReleaseTaskInput extends TaskInput {}

@InputType()
export class SettleTaskInput extends TaskInput {
  @Field(() => TaskSettledAsEnum)
  reason!: SettledAs;
}

@ObjectType({ implements: DomainError, description: 'Why nothing was done about a task.' })
@Directive('@shareable')
export class TaskRefusal extends DomainError {
  @Field(() => String, { nullable: true, description: 'Who claimed, closed or changed it.' })
  by!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Since when.' })
  at!: string | null;
}

/** What was done about a task. */
export interface TaskDone<Node extends Task> {
  readonly task: Node;
  readonly changed: boolean;
}

/** The GraphQL types `<name>Done` and `<name>Result` of what people do about tasks of that type. Make them once a name. */
export function taskResultOf<Node extends Task>(name: string, node: () => ClassType<Node>) {
  @ObjectType(`${name}Done`, { description: 'It is done, or was so already.' })
  class Done implements TaskDone<Node> {
    @Field(node, { description: 'As it is now.' })
    task!: Node;

    @Field(() => Boolean)
    changed!: boolean;
  }
  const Result = createUnionType({ name: `${name}Result`, types: () => [Done, TaskRefusal] as const });
  return { Done, Result };
}
