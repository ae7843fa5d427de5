import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { connectionOf, pageOf, readCursor, readFirst, type Page } from '@flow/platform/graphql/page-info';
import { DateTime } from '@flow/platform/graphql/scalars';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { ListedTask } from '../../projections/task-list';

enum TaskStatus {
  OPEN = 'open',
  CLOSED = 'closed',
}
registerEnumType(TaskStatus, { name: 'InterfaceTaskStatus' });

@ObjectType({ description: 'Something that people are asked to settle about the interface. Ids and codes only.' })
@Directive('@key(fields: "id")')
export class InterfaceTask {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'place-unmapped or person-delete-told.' })
  kind!: string;

  @Field(() => [ID], { description: 'The unmapped place, or the message.' })
  subjects!: readonly string[];

  @Field(() => DateTime)
  raisedAt!: string;

  @Field(() => String)
  ownerRole!: string;

  @Field(() => String)
  suggestedFix!: string;

  @Field(() => TaskStatus)
  status!: TaskStatus;

  @Field(() => DateTime, { nullable: true })
  closedAt?: string;
}

const InterfaceTaskConnection = connectionOf('InterfaceTask', () => InterfaceTask);

/** Tasks by id, after one. */
export interface TaskLister {
  list(
    status: ListedTask['status'],
    page: { readonly first: number; readonly after?: string },
  ): Promise<readonly ListedTask[]>;
}

@Resolver(() => InterfaceTask)
export class TaskResolver {
  constructor(private readonly tasks: TaskLister) {}

  @Query(() => InterfaceTaskConnection, { nullable: true, description: 'Tasks about the interface.' })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  async ipmTasks(
    @Ctx() { identity }: GraphContext,
    // A default of an enum would lose its value where the schema is built anew from its text.
    @Arg('status', () => TaskStatus, { nullable: true, description: 'OPEN unless given.' })
    status: TaskStatus | null | undefined,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
  ): Promise<Page<InterfaceTask>> {
    if (!may(identity.roles, 'ipm.work-quarantine')) throw graphFault('FORBIDDEN');
    const [cursor] = readCursor(after, 1) ?? [];
    const page = { first: readFirst(first) + 1, ...(cursor !== undefined && { after: cursor }) };
    const found = (await this.tasks.list(status ?? TaskStatus.OPEN, page)).map(taskFrom);
    return pageOf(found, { first, after: cursor !== undefined, keyOf: ({ id }) => [id] });
  }
}

function taskFrom(listed: ListedTask): InterfaceTask {
  const { taskId: id, ...task } = listed.task;
  const closedAt = listed.status === 'closed' ? { closedAt: listed.closedAt } : {};
  return Object.assign(new InterfaceTask(), task, { id, status: listed.status, ...closedAt });
}
