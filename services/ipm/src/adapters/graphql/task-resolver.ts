import 'reflect-metadata';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { connectionOf, type Page } from '@flow/platform/graphql/page-info';
import { createTaskDesk, type TaskAnswer, type TaskDesk } from '@flow/platform/tasks/task-desk';
import type { TaskSource } from '@flow/platform/tasks/task-source';
import {
  ClaimTaskInput,
  ReleaseTaskInput,
  SettleTaskInput,
  Task,
  TaskListArgs,
  taskResultOf,
} from '@flow/platform/tasks/task-types';
import { may } from '@flow/schema/rights';
import { Arg, Args, Ctx, Directive, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { InterfaceTaskKind } from '../../domain/task/task-kinds';

@ObjectType({
  implements: Task,
  description: 'A task about the interface. Its subject is an unmapped place, or a message.',
})
@Directive('@key(fields: "id")')
export class InterfaceTask extends Task {}

const InterfaceTaskConnection = connectionOf('InterfaceTask', () => InterfaceTask);
const { Done, Result: InterfaceTaskResult } = taskResultOf('InterfaceTask', () => InterfaceTask);

@Resolver(() => InterfaceTask)
export class TaskResolver {
  private readonly desk: TaskDesk<InterfaceTask>;

  constructor(tasks: TaskSource<InterfaceTaskKind>) {
    this.desk = createTaskDesk({
      ...tasks,
      may: (roles, right) => may(roles, `ipm.${right}`),
      showing: () => (task) => Object.assign(new InterfaceTask(), task),
      Done,
    });
  }

  @Query(() => InterfaceTaskConnection, { nullable: true, description: 'Tasks about the interface, the oldest first.' })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  ipmTasks(@Ctx() context: GraphContext, @Args(() => TaskListArgs) args: TaskListArgs): Promise<Page<InterfaceTask>> {
    return this.desk.list(args, context);
  }

  @Mutation(() => InterfaceTaskResult, { nullable: true, description: 'Whoever works on a task claims it.' })
  claimInterfaceTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => ClaimTaskInput) input: ClaimTaskInput,
  ): TaskAnswer<InterfaceTask> {
    return this.desk.claim('claimInterfaceTask', input, context);
  }

  @Mutation(() => InterfaceTaskResult, { nullable: true, description: 'Gives a task back to the others.' })
  releaseInterfaceTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => ReleaseTaskInput) input: ReleaseTaskInput,
  ): TaskAnswer<InterfaceTask> {
    return this.desk.release('releaseInterfaceTask', input, context);
  }

  @Mutation(() => InterfaceTaskResult, {
    nullable: true,
    description: 'Closes a task that people close, with what they found.',
  })
  settleInterfaceTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => SettleTaskInput) input: SettleTaskInput,
  ): TaskAnswer<InterfaceTask> {
    return this.desk.settle('settleInterfaceTask', input, context);
  }
}
