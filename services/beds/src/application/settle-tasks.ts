import type { CommandContext } from '@flow/platform/decider/handler';
import type { TaskId } from '@flow/platform/tasks/task';
import type { BookEvent } from '../domain/book/events';
import type { BookState } from '../domain/book/state';
import { stayId } from '../domain/ids';
import { toldStay } from '../domain/stay/fold-stay';
import { mayConcern, openTasks, taskChanges, tasksAfter, type BedsTask } from '../domain/task/tasks-of';
import { isOfRemark } from '../domain/task/tasks-of-stay';
import type { BedsDeps } from './deps';
import { settledOf } from './settled-streams';
import { stepOf } from './steps';

async function raise(deps: BedsDeps, task: BedsTask, context: CommandContext): Promise<TaskId> {
  const { taskId } = task;
  const step = stepOf(context, 'raise', taskId, context.commandId);
  settledOf(await deps.tasks.handle(taskId, { type: 'RaiseTask', task }, step));
  return taskId;
}

export async function closeTask(deps: BedsDeps, taskId: TaskId, context: CommandContext): Promise<void> {
  const by = context.actor.user;
  const step = stepOf(context, 'close', taskId, context.commandId);
  settledOf(await deps.tasks.handle(taskId, { type: 'CloseTask', at: deps.clock.now(), by }, step));
}

export async function raiseAll(deps: BedsDeps, tasks: readonly BedsTask[], context: CommandContext): Promise<TaskId[]> {
  const ids: TaskId[] = [];
  for (const task of tasks) ids.push(await raise(deps, task, context));
  return ids;
}

export interface Happened {
  /** The book when it was decided. */
  readonly before: BookState;
  readonly events: readonly BookEvent[];
  /** It happened before; nobody can say any more what the book was like then. */
  readonly repeated: boolean;
}

/** Raises what these events gave people to settle, and closes what they settled. */
export async function settleTasks(
  deps: BedsDeps,
  { before, events, repeated }: Happened,
  context: CommandContext,
): Promise<readonly TaskId[]> {
  if (!mayConcern(before, events)) return [];
  const now = (await deps.book.load()).state;
  const at = deps.clock.now();
  if (repeated) return raiseAll(deps, tasksAfter(now, events, at), context);
  const { raised, settled } = taskChanges(before, now, events, at);
  for (const taskId of settled) await closeTask(deps, taskId, context);
  return raiseAll(deps, raised, context);
}

type OpenTask = Pick<BedsTask, 'taskId' | 'kind' | 'subjects'>;

/** Whether what the stay remarked is no longer so. One that was joined into another leaves its task to be looked at. */
async function isRemarkedNoMore(deps: BedsDeps, { kind, subjects: [subject = ''] }: OpenTask): Promise<boolean> {
  const id = stayId(subject);
  const stay = toldStay(id, (await deps.stays.load(id)).state);
  return stay !== undefined && !stay.remarks.some((remark) => remark === kind);
}

async function isOver(deps: BedsDeps, task: OpenTask, due: ReadonlySet<TaskId>): Promise<boolean> {
  return isOfRemark(task.kind) ? isRemarkedNoMore(deps, task) : !due.has(task.taskId);
}

/**
 * Brings the tasks into line with the book: raises what is missing, closes what no longer holds. For starts, and from time
 * to time: whoever died between a change and its tasks left them behind. `open`: the tasks that are open, as far as known.
 */
export async function alignTasks(
  deps: BedsDeps,
  open: readonly OpenTask[],
  context: CommandContext,
): Promise<{ readonly raised: number; readonly closed: number }> {
  const { state } = await deps.book.load();
  const due = openTasks(state, deps.clock.now());
  const dueIds = new Set(due.map(({ taskId }) => taskId));
  const openIds = new Set(open.map(({ taskId }) => taskId));
  const missing = due.filter(({ taskId }) => !openIds.has(taskId));
  await raiseAll(deps, missing, context);
  let closed = 0;
  for (const task of open) {
    if (!(await isOver(deps, task, dueIds))) continue;
    await closeTask(deps, task.taskId, context);
    closed += 1;
  }
  return { raised: missing.length, closed };
}
