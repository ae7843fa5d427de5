import type { GraphContext } from '../graphql/graph-context';
import { cursorOf, PageInfo, pageOf, readCursor, readFirst, type Page } from '../graphql/page-info';
import { ofDocument, shownTask, type SeenAt } from './shown-task';
import { sifted, type Bounds, type Sifted } from './sifted';
import type { TaskDocument } from './task-document';
import type { ClaimedBy, TaskCursor, TaskFilter } from './task-list';
import { seenAt, type TaskDeskOptions } from './task-source';
import type { Task, TaskListArgs } from './task-types';

/** So many tasks of other places are passed over at most for one answer. */
const BOUNDS: Bounds = { atOnce: 100, pages: 20 };

function claimedBy(claimed: NonNullable<TaskListArgs['claimed']>, user: string): ClaimedBy {
  if (claimed === 'mine') return { user };
  return claimed === 'anybody' ? { somebody: true } : { nobody: true };
}

function filterOf(
  { status, ownerRole, kind, claimed }: TaskListArgs,
  user: string,
  { lapsedUpTo }: SeenAt,
): TaskFilter {
  return {
    status: status ?? 'open',
    ...(ownerRole != null && { ownerRole }),
    ...(kind != null && { kind }),
    ...(claimed != null && { claimed: { by: claimedBy(claimed, user), lapsedUpTo } }),
  };
}

function cursorIn(after: string | null | undefined): TaskCursor | undefined {
  const [raisedAt, id] = readCursor(after, 2) ?? [];
  return raisedAt === undefined || id === undefined ? undefined : { raisedAt, taskId: id };
}

const keyOf = ({ raisedAt, _id: taskId }: TaskDocument): TaskCursor => ({ raisedAt, taskId });

interface Wanted {
  readonly filter: TaskFilter;
  readonly count: number;
  readonly from: TaskCursor | undefined;
}

/** Scopes are of places, and where a task is to be settled may change: so each is looked at here. */
async function visible<Kind extends string, Node extends Task>(
  options: TaskDeskOptions<Kind, Node>,
  { filter, count, from }: Wanted,
  context: GraphContext,
): Promise<Sifted<TaskDocument<Kind>, Node>> {
  const { list, kinds, showing } = options;
  const show = await showing(context, 'see');
  const at = seenAt(options);
  const next = (limit: number, last: TaskDocument<Kind> | undefined) => {
    const after = last === undefined ? from : keyOf(last);
    return list.find(filter, { limit, ...(after && { after }) });
  };
  const keep = async (document: TaskDocument<Kind>) =>
    (await show(shownTask(ofDocument(document), kinds, at))) ?? undefined;
  return sifted({ next, keep, wanted: count }, BOUNDS);
}

/** The page of a search that ended before the list did: the next one goes on behind the last task that was looked at. */
function goesOn<Node>(page: Page<Node>, stoppedAt: TaskDocument): Page<Node> {
  const { raisedAt, taskId } = keyOf(stoppedAt);
  const endCursor = cursorOf(raisedAt, taskId);
  return { ...page, pageInfo: Object.assign(new PageInfo(), page.pageInfo, { hasNextPage: true, endCursor }) };
}

/** The tasks that the asker may see, the oldest first. A page may be short, or empty, with more to come. */
export async function listTasks<Kind extends string, Node extends Task>(
  options: TaskDeskOptions<Kind, Node>,
  args: TaskListArgs,
  context: GraphContext,
): Promise<Page<Node>> {
  const from = cursorIn(args.after);
  const count = readFirst(args.first) + 1;
  const filter = filterOf(args, context.identity.subject, seenAt(options));
  const { kept, stoppedAt } = await visible(options, { filter, count, from }, context);
  const keyOfNode = ({ raisedAt, id }: Node) => [raisedAt, id];
  const page = pageOf(kept, { first: args.first, after: from !== undefined, keyOf: keyOfNode });
  return stoppedAt === undefined || page.pageInfo.hasNextPage ? page : goesOn(page, stoppedAt);
}
