import 'reflect-metadata';
import { graphFault } from '@flow/platform/graphql/fault';
import type { GraphContext } from '@flow/platform/graphql/graph-context';
import { cursorOf, PageInfo, pageOf, readCursor, readFirst, type Page } from '@flow/platform/graphql/page-info';
import { may } from '@flow/schema/rights';
import { Arg, Ctx, Directive, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { inScope } from '../../application/who-sees';
import type { TaskDocument } from '../../projections/task-document';
import type { TaskKey } from '../documents/lists';
import { TaskStatusEnum } from './enums';
import { sifted, type Bounds, type Sifted } from './sifted';
import { showStay, type StayDeps } from './stay-resolver';
import { BedTask, BedTaskConnection, Stay } from './stay-types';
import { wardsOfTask } from './task-wards';

/** So many tasks of other wards are passed over at most for one answer. */
const BOUNDS: Bounds = { atOnce: 100, pages: 20 };

const keyOf = ({ raisedAt, _id: taskId }: TaskDocument): TaskKey => ({ raisedAt, taskId });

/** What is nowhere is settled by those who see every ward. */
const seesAll = ({ identity: { scope } }: GraphContext): boolean => scope.sites === 'all' && scope.wards === 'all';

/** The page of a search that ended before the list did: the next one goes on behind the last task that was looked at. */
function goesOn(page: Page<BedTask>, stoppedAt: TaskDocument): Page<BedTask> {
  const { raisedAt, taskId } = keyOf(stoppedAt);
  const endCursor = cursorOf(raisedAt, taskId);
  return { ...page, pageInfo: Object.assign(new PageInfo(), page.pageInfo, { hasNextPage: true, endCursor }) };
}

const taskFor = ({ _id: id, ...task }: TaskDocument, wardId: string | null): BedTask => {
  const { kind, subjects, raisedAt, ownerRole, suggestedFix, status, closedAt } = task;
  const shown = { id, kind, subjects, wardId, raisedAt, ownerRole, suggestedFix, status, closedAt };
  return Object.assign(new BedTask(), shown);
};

@Resolver(() => BedTask)
export class TaskResolver {
  constructor(
    private readonly deps: StayDeps,
    private readonly bounds = BOUNDS,
  ) {}

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
    const { kept, stoppedAt } = await this.visible(context, status ?? 'open', readFirst(first) + 1, from);
    const page = pageOf(kept, { first, after: from !== undefined, keyOf: (task) => [task.raisedAt, task.id] });
    return stoppedAt === undefined || page.pageInfo.hasNextPage ? page : goesOn(page, stoppedAt);
  }

  /** Scopes are of wards, and where a task is to be settled moves with the patient: so it is looked at here, not stored. */
  private visible(
    context: GraphContext,
    status: TaskDocument['status'],
    wanted: number,
    from: TaskKey | undefined,
  ): Promise<Sifted<TaskDocument, BedTask>> {
    const next = (limit: number, last: TaskDocument | undefined) => {
      const after = last === undefined ? from : keyOf(last);
      return this.deps.lists.tasks(status, { limit, ...(after && { after }) });
    };
    const keep = async (task: TaskDocument) => {
      const wards = await wardsOfTask(this.deps, task);
      const [wardId = null] = wards.filter((ward) => this.isTheirs(ward, context));
      const isVisible = wardId !== null || (wards.length === 0 && seesAll(context));
      return isVisible ? taskFor(task, wardId) : undefined;
    };
    return sifted({ next, keep, wanted }, this.bounds);
  }

  private isTheirs(wardId: string, context: GraphContext): boolean {
    const ward = this.deps.board.view().state.wards.get(wardId);
    return ward === undefined ? seesAll(context) : inScope(context.identity.scope, ward);
  }

  @FieldResolver(() => Stay, { nullable: true, description: 'Null where it is about a bed, or not yours to see.' })
  async stay(@Root() { subjects: [subject = ''] }: BedTask, @Ctx() context: GraphContext): Promise<Stay | null> {
    const document = await this.deps.lists.stay(subject);
    return document === undefined ? null : showStay(this.deps, document, context);
  }
}
