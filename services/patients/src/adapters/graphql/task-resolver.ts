import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { connectionOf, pageOf, readCursor, readFirst, type Page } from '@flow/platform/graphql/page-info';
import { DateTime } from '@flow/platform/graphql/scalars';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Directive, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { ListedTask, TaskList } from '../../application/ports';
import type { LoadPatient } from './patient-loader';
import { mustLookUp, show } from './patient-resolver';
import { Patient } from './patient-types';

@ObjectType({
  description: 'Something about the identity of patients that people are asked to settle. Ids and codes only.',
})
@Directive('@key(fields: "id")')
export class PatientTask {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'nhs-number-claimed-elsewhere, nhs-number-refused or merges-contradict.' })
  kind!: string;

  @Field(() => [ID], { description: 'Patients: the one that it is about first.' })
  subjects!: readonly string[];

  @Field(() => DateTime)
  raisedAt!: string;

  @Field(() => String)
  ownerRole!: string;

  @Field(() => String, { description: 'COMPARE_AND_MERGE, CORRECT_NHS_NUMBER or CHECK_MERGES.' })
  suggestedFix!: string;
}

const PatientTaskConnection = connectionOf('PatientTask', () => PatientTask);

export interface TaskResolverDeps {
  readonly tasks: TaskList;
  readonly load: LoadPatient;
}

@Resolver(() => PatientTask)
export class TaskResolver {
  constructor(private readonly deps: TaskResolverDeps) {}

  @Query(() => PatientTaskConnection, { nullable: true, description: 'Open tasks about identity, the oldest first.' })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  async patientTasks(
    @Ctx() { identity }: GraphContext,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
  ): Promise<Page<PatientTask>> {
    if (!may(identity.roles, 'patients.see-tasks')) throw graphFault('FORBIDDEN');
    const [raisedAt, taskId] = readCursor(after, 2) ?? [];
    const cursor = raisedAt !== undefined && taskId !== undefined ? { after: { raisedAt, taskId } } : {};
    const found = await this.deps.tasks.open({ limit: readFirst(first) + 1, ...cursor });
    return pageOf(found.map(taskFrom), {
      first,
      after: 'after' in cursor,
      keyOf: (task) => [task.raisedAt, task.id],
    });
  }

  @FieldResolver(() => [Patient], {
    nullable: true,
    description: 'Those of the subjects who are known, for those who may look patients up.',
  })
  @Directive('@listSize(assumedSize: 2)')
  async patients(@Root() { subjects }: PatientTask, @Ctx() context: GraphContext): Promise<readonly Patient[]> {
    mustLookUp(context);
    const found = await Promise.all(subjects.map((id) => this.deps.load(id, context)));
    return found.flatMap((one) => (one === null ? [] : [show(one, context).patient]));
  }
}

function taskFrom({ taskId: id, kind, subjects, raisedAt, ownerRole, suggestedFix }: ListedTask): PatientTask {
  return Object.assign(new PatientTask(), { id, kind, subjects, raisedAt, ownerRole, suggestedFix });
}
