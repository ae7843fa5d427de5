import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { pageOf, readCursor, readFirst, type Page } from '@flow/platform/graphql/page-info';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { inScope } from '../../application/who-sees';
import { spotOf } from '../../domain/book/settle';
import type { TaskDocument } from '../../projections/task-document';
import type { TaskKey } from '../documents/lists';
import { TaskStatusEnum } from './enums';
import { showStay, type StayDeps } from './stay-resolver';
import { BedTask, BedTaskConnection, Stay } from './stay-types';

/** So many tasks of other wards are passed over at most for one page. */
const AT_ONCE = 100;
const MOST_PAGES = 20;

const taskFor = ({ _id: id, ...task }: TaskDocument, wardId: string | null): BedTask => {
  const { kind, subjects, raisedAt, ownerRole, suggestedFix, status, closedAt } = task;
  const shown = { id, kind, subjects, wardId, raisedAt, ownerRole, suggestedFix, status, closedAt };
  return Object.assign(new BedTask(), shown);
};

@Resolver(() => BedTask)
export class TaskResolver {
  constructor(private readonly deps: StayDeps) {}

  @Query(() => BedTaskConnection, {
    nullable: true,
    description:
      'What is to be settled in your wards: disputes with iPM, provisional stays, unmapped places. The oldest first.',
  })
  @Directive('@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])')
  async bedTasks(
    @Ctx() context: GraphContext,
    @Arg('status', () => TaskStatusEnum, { nullable: true, description: 'Open, if not told.' })
    status: TaskDocument['status'] | null | undefined,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
  ): Promise<Page<BedTask>> {
    if (!may(context.identity.roles, 'beds.see-tasks')) throw graphFault('FORBIDDEN');
    const [raisedAt, taskId] = readCursor(after, 2) ?? [];
    const from = raisedAt === undefined || taskId === undefined ? undefined : { raisedAt, taskId };
    const found = await this.visible(context, status ?? 'open', readFirst(first) + 1, from);
    return pageOf(found, { first, after: from !== undefined, keyOf: (task) => [task.raisedAt, task.id] });
  }

  /** Scopes are of wards, and where a task is to be settled moves with the patient: so it is looked at here, not stored. */
  private async visible(
    context: GraphContext,
    status: TaskDocument['status'],
    wanted: number,
    from: TaskKey | undefined,
  ): Promise<BedTask[]> {
    const seen: BedTask[] = [];
    let after = from;
    for (let page = 0; page < MOST_PAGES && seen.length < wanted; page += 1) {
      const tasks = await this.deps.lists.tasks(status, { limit: AT_ONCE, ...(after && { after }) });
      for (const task of tasks) {
        const wardId = await this.wardOf(task);
        if (this.isVisible(wardId, context)) seen.push(taskFor(task, wardId));
      }
      const last = tasks.at(-1);
      if (last === undefined || tasks.length < AT_ONCE) break;
      after = { raisedAt: last.raisedAt, taskId: last._id };
    }
    return seen.slice(0, wanted);
  }

  private isVisible(wardId: string | null, { identity: { scope } }: GraphContext): boolean {
    const ward = wardId === null ? undefined : this.deps.board.view().state.wards.get(wardId);
    return ward === undefined ? scope.sites === 'all' && scope.wards === 'all' : inScope(scope, ward);
  }

  private async wardOf({ subjects: [subject = ''] }: TaskDocument): Promise<string | null> {
    const { state } = this.deps.board.view();
    const bed = state.beds.get(subject);
    if (bed !== undefined) return bed.wardId;
    const stay = state.stays.get(subject);
    return stay === undefined
      ? ((await this.deps.lists.stay(subject))?.wardId ?? null)
      : (spotOf(state, stay)?.wardId ?? null);
  }

  @FieldResolver(() => Stay, { nullable: true, description: 'Null where it is about a bed, or not yours to see.' })
  async stay(@Root() { subjects: [subject = ''] }: BedTask, @Ctx() context: GraphContext): Promise<Stay | null> {
    const document = await this.deps.lists.stay(subject);
    return document === undefined ? null : showStay(this.deps, document, context);
  }
}
