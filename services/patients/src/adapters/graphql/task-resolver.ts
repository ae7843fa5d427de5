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
import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { PatientTaskKind } from '../../domain/task-kinds';
import type { LoadPatient } from './patient-loader';
import { mustLookUp, show } from './patient-resolver';
import { Patient } from './patient-types';

@ObjectType({ implements: Task, description: 'A task about the identity of patients. Its subjects are patients.' })
@Directive('@key(fields: "id")')
export class PatientTask extends Task {}

const PatientTaskConnection = connectionOf('PatientTask', () => PatientTask);
const { Done, Result: PatientTaskResult } = taskResultOf('PatientTask', () => PatientTask);

export interface TaskResolverDeps {
  readonly tasks: TaskSource<PatientTaskKind>;
  readonly load: LoadPatient;
}

@Resolver(() => PatientTask)
export class TaskResolver {
  private readonly desk: TaskDesk<PatientTask>;
  private readonly load: LoadPatient;

  constructor({ tasks, load }: TaskResolverDeps) {
    this.load = load;
    this.desk = createTaskDesk({
      ...tasks,
      may: (roles, right) => may(roles, `patients.${right}`),
      showing: () => (task) => Object.assign(new PatientTask(), task),
      Done,
    });
  }

  @Query(() => PatientTaskConnection, { nullable: true, description: 'Tasks about identity, the oldest first.' })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  patientTasks(@Ctx() context: GraphContext, @Args(() => TaskListArgs) args: TaskListArgs): Promise<Page<PatientTask>> {
    return this.desk.list(args, context);
  }

  @Mutation(() => PatientTaskResult, { nullable: true, description: 'Whoever works on a task claims it.' })
  claimPatientTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => ClaimTaskInput) input: ClaimTaskInput,
  ): TaskAnswer<PatientTask> {
    return this.desk.claim('claimPatientTask', input, context);
  }

  @Mutation(() => PatientTaskResult, { nullable: true, description: 'Gives a task back to the others.' })
  releasePatientTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => ReleaseTaskInput) input: ReleaseTaskInput,
  ): TaskAnswer<PatientTask> {
    return this.desk.release('releasePatientTask', input, context);
  }

  @Mutation(() => PatientTaskResult, {
    nullable: true,
    description: 'Closes a task that people close, with what they found.',
  })
  settlePatientTask(
    @Ctx() context: GraphContext,
    @Arg('input', () => SettleTaskInput) input: SettleTaskInput,
  ): TaskAnswer<PatientTask> {
    return this.desk.settle('settlePatientTask', input, context);
  }

  @FieldResolver(() => [Patient], {
    nullable: true,
    description: 'Those of the subjects who are known, for those who may look patients up.',
  })
  @Directive('@listSize(assumedSize: 2)')
  async patients(@Root() { subjects }: PatientTask, @Ctx() context: GraphContext): Promise<readonly Patient[]> {
    mustLookUp(context);
    const found = await Promise.all(subjects.map((id) => this.load(id, context)));
    return found.flatMap((one) => (one === null ? [] : [show(one, context).patient]));
  }
}
