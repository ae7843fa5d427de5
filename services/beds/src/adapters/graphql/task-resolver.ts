import 'reflect-metadata';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { connectionOf, type Page } from '@flow/platform/graphql/page-info';
import { createTaskDesk, type TaskAnswer, type TaskDesk } from '@flow/platform/tasks/task-desk';
import type { TaskSource } from '@flow/platform/tasks/task-source';
import type { ShownTask } from '@flow/platform/tasks/shown-task';
import {
  ClaimTaskInput,
  ReleaseTaskInput,
  SettleTaskInput,
  Task,
  TaskListArgs,
  taskResultOf,
} from '@flow/platform/tasks/task-types';
import { may } from '@flow/schema/rights';
import {
  Arg,
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { inScope } from '../../application/who-sees';
import type { BookState } from '../../domain/book/state';
import type { TaskKind } from '../../domain/task/task-kinds';
import type { ActingDeps } from './acting';
import { showStay, type StayDeps } from './stay-resolver';
import { Stay } from './stay-types';
import { wardsOfTask } from './task-wards';

@ObjectType({
  implements: Task,
  description: 'A task about a bed or a stay: it is the first subject, then comes the patient, then what else matters.',
})
@Directive('@key(fields: "id")')
export class BedTask extends Task {
  @Field(() => ID, { nullable: true, description: 'Where it is to be settled.' })
  wardId!: string | null;
}

const BedTaskConnection = connectionOf('BedTask', () => BedTask);
const { Done, Result: BedTaskResult } = taskResultOf('BedTask', () => BedTask);

export interface TaskDeps extends StayDeps, Pick<ActingDeps, 'bookNow'> {
  readonly tasks: TaskSource<TaskKind>;
}

@Resolver(() => BedTask)
export class TaskResolver {
  private readonly desk: TaskDesk<BedTask>;

  constructor(private readonly deps: TaskDeps) {
    this.desk = createTaskDesk({
      ...deps.tasks,
      may: (roles, right) => may(roles, `beds.${right}`),
      showing: async (context, to) => {
        const state = to === 'work' ? await deps.bookNow() : deps.board.view().state;
        return (task) => this.show(task, state, context);
      },
      Done,
    });
  }

  @Query(() => BedTaskConnection, {
    nullable: true,
    description:
      'What is to be settled in your wards: disputes with iPM, provisional stays, unmapped places. The oldest first.',
  })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  bedTasks(@Ctx() context: GraphContext, @Args(() => TaskListArgs) args: TaskListArgs): Promise<Page<BedTask>> {
    return this.desk.list(args, context);
  }

  @Mutation(() => BedTaskResult, { nullable: true, description: 'Whoever works on a task claims it.' })
  claimBedTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => ClaimTaskInput) input: ClaimTaskInput,
  ): TaskAnswer<BedTask> {
    return this.desk.claim('claimBedTask', input, context);
  }

  @Mutation(() => BedTaskResult, { nullable: true, description: 'Gives a task back to the others.' })
  releaseBedTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => ReleaseTaskInput) input: ReleaseTaskInput,
  ): TaskAnswer<BedTask> {
    return this.desk.release('releaseBedTask', input, context);
  }

  @Mutation(() => BedTaskResult, {
    nullable: true,
    description: 'Closes a task that people close, with what they found.',
  })
  settleBedTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => SettleTaskInput) input: SettleTaskInput,
  ): TaskAnswer<BedTask> {
    return this.desk.settle('settleBedTask', input, context);
  }

  @FieldResolver(() => Stay, { nullable: true, description: 'Null where it is about a bed, or not yours to see.' })
  async stay(@Root() { subjects: [subject = ''] }: BedTask, @Ctx() context: GraphContext): Promise<Stay | null> {
    const document = await this.deps.lists.stay(subject);
    return document === undefined ? null : showStay(this.deps, document, context);
  }

  /** Scopes are of wards, and where a task is to be settled moves with the patient: so it is looked at here, not stored. */
  private async show(
    task: ShownTask<TaskKind>,
    state: BookState,
    { identity: { scope } }: GraphContext,
  ): Promise<BedTask | null> {
    // What is nowhere is settled by those who see every ward.
    const seesAll = scope.sites === 'all' && scope.wards === 'all';
    const isTheirs = (id: string): boolean => {
      const ward = state.wards.get(id);
      return ward === undefined ? seesAll : inScope(scope, ward);
    };
    const wards = await wardsOfTask(task, state, this.deps.lists);
    const [wardId = null] = wards.filter(isTheirs);
    const isVisible = wardId !== null || (wards.length === 0 && seesAll);
    return isVisible ? Object.assign(new BedTask(), task, { wardId }) : null;
  }
}
