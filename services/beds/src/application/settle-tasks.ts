import type { CommandContext } from '@flow/platform/decider/handler';
import type { TaskId } from '@flow/platform/tasks/task';
import type { BookEvent } from '../domain/book/events';
import type { BookState } from '../domain/book/state';
import type { ToldStay } from '../domain/stay/told-stay';
import { mayConcern, openTasks, taskChanges, tasksAfter, tasksOfStay, type BedsTask } from '../domain/task/tasks-of';
import type { BedsDeps } from './deps';
import { settledOf } from './settled-streams';
import { stepOf } from './steps';

async function raise(deps: BedsDeps, task: BedsTask, context: CommandContext): Promise<TaskId> {
  const { taskId } = task;
  const step = stepOf(context, 'raise', taskId, context.commandId);
  settledOf(await deps.tasks.handle(taskId, { type: 'RaiseTask', task }, step));
  return taskId;
}

async function close(deps: BedsDeps, taskId: TaskId, context: CommandContext): Promise<void> {
  const by = context.actor.user;
  const step = stepOf(context, 'close', taskId, context.commandId);
  settledOf(await deps.tasks.handle(taskId, { type: 'CloseTask', at: deps.clock.now(), by }, step));
}

async function raiseAll(deps: BedsDeps, tasks: readonly BedsTask[], context: CommandContext): Promise<TaskId[]> {
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
  for (const taskId of settled) await close(deps, taskId, context);
  return raiseAll(deps, raised, context);
}

/** Raises what a stay itself gives people to look at, once: what they have closed stays closed. */
export async function raiseRemarks(
  deps: BedsDeps,
  stay: ToldStay | undefined,
  context: CommandContext,
): Promise<readonly TaskId[]> {
  const tasks = stay === undefined ? [] : tasksOfStay(stay, deps.clock.now());
  const states = await Promise.all(tasks.map(({ taskId }) => deps.tasks.load(taskId)));
  const fresh = tasks.filter((_, index) => states[index]?.state.status === 'none');
  return raiseAll(deps, fresh, context);
}

/** Kinds that follow from the book as it stands, so that they end with it. */
type OpenTask = Pick<BedsTask, 'taskId' | 'kind'>;

const OF_THE_STAY_ITSELF: readonly BedsTask['kind'][] = [
  'cancelled-after-moves',
  'moved-after-discharge',
  'visit-deleted',
];

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
  const over = open.filter(({ taskId, kind }) => !dueIds.has(taskId) && !OF_THE_STAY_ITSELF.includes(kind));
  await raiseAll(deps, missing, context);
  for (const { taskId } of over) await close(deps, taskId, context);
  return { raised: missing.length, closed: over.length };
}
