import type { CommandContext } from '@flow/platform/decider/handler';
import type { TaskId } from '@flow/platform/tasks/task';
import type { StayId } from '../domain/ids';
import type { StayRemark, ToldStay } from '../domain/stay/told-stay';
import type { BedsTask } from '../domain/task/tasks-of';
import { tasksOfStay, tasksOverOf } from '../domain/task/tasks-of-stay';
import type { BedsDeps } from './deps';
import { closeTask, raiseAll } from './settle-tasks';

export interface Remarked {
  readonly stayId: StayId;
  readonly stay: ToldStay | undefined;
  /** What was remarked before; undefined where nobody knows any more. */
  readonly before: readonly StayRemark[] | undefined;
}

/** Whether people are not asked yet, nor have settled it: that stays settled. */
async function isToBeRaised(deps: BedsDeps, { taskId }: BedsTask): Promise<boolean> {
  const { state } = await deps.tasks.load(taskId);
  return state.status === 'none' || (state.status === 'closed' && state.as === null);
}

/** Raises what a stay itself gives people to look at, once, and closes what it no longer remarks. Gives what it raised. */
export async function settleRemarks(
  deps: BedsDeps,
  { stayId, stay, before }: Remarked,
  context: CommandContext,
): Promise<readonly TaskId[]> {
  for (const taskId of tasksOverOf(stayId, stay?.remarks ?? [], before)) await closeTask(deps, taskId, context);
  const due = stay === undefined ? [] : tasksOfStay(stay, deps.clock.now());
  const raised = await Promise.all(due.map((task) => isToBeRaised(deps, task)));
  return raiseAll(
    deps,
    due.filter((_, index) => raised[index]),
    context,
  );
}
