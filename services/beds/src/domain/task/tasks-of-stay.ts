import type { TaskId } from '@flow/platform/tasks/task';
import type { Instant } from '@flow/platform/time/instant';
import type { Concern } from '../book/concerns';
import type { StayId } from '../ids';
import type { StayRemark, ToldStay } from '../stay/told-stay';
import type { TaskKind } from './task-kinds';
import { idOfConcern, taskOf, type BedsTask } from './tasks-of';

/** `opened-from-snapshot` is flagged on the board; there is nothing to ask of anybody. */
const ASKING = ['cancelled-after-moves', 'moved-after-discharge', 'visit-deleted'] as const satisfies StayRemark[] &
  TaskKind[];

/** Whether it is about what a stay itself remarks, whether or not the book knows of the stay. */
export const isOfRemark = (kind: TaskKind): boolean => ASKING.some((one) => one === kind);

const concernOf = (kind: TaskKind, stayId: StayId, ...others: readonly string[]): Concern => ({
  ...{ kind, cause: stayId, subjects: [stayId, ...others] },
});

/** What a stay itself gives people to look at. */
export const tasksOfStay = ({ stayId, patientId, remarks }: ToldStay, at: Instant): BedsTask[] =>
  ASKING.filter((kind) => remarks.includes(kind)).map((kind) => taskOf(concernOf(kind, stayId, patientId), at));

/** The tasks of what a stay does not remark, any more or ever. `before`: its remarks then; undefined where nobody knows. */
export const tasksOverOf = (
  stayId: StayId,
  now: readonly StayRemark[],
  before: readonly StayRemark[] | undefined,
): TaskId[] =>
  ASKING.filter((kind) => !now.includes(kind) && (before === undefined || before.includes(kind))).map((kind) =>
    idOfConcern(concernOf(kind, stayId)),
  );
