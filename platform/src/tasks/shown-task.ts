import { epochMsOf, type Instant } from '../time/instant';
import type { Task, TaskKinds } from './task';
import { standingClaim, type Claim, type TaskState } from './task-decider';
import type { TaskDocument } from './task-document';
import type { SettledAs } from './task-events';
import type { Task as TaskInGraph } from './task-types';

/** The fields that tasks of all services have in the graph. */
export type ShownTask<Kind extends string> = Readonly<Pick<TaskInGraph, keyof TaskInGraph>> & { readonly kind: Kind };

/** A task as it stands, from its document or its stream. */
interface TaskNow<Kind extends string> {
  readonly task: Task<Kind>;
  readonly claim: Claim | null;
  readonly closedAt: Instant | null;
  readonly settledAs: SettledAs | null;
  readonly changes: number;
}

export interface SeenAt {
  readonly now: Instant;
  /** Claims of this instant and before have lapsed. */
  readonly lapsedUpTo: Instant;
}

const MINUTE_MS = 60_000;
const minutesBetween = (from: Instant, to: Instant): number =>
  Math.max(0, Math.floor((epochMsOf(to) - epochMsOf(from)) / MINUTE_MS));

/** The version of a task as shown to people: how often it changed. Opaque to them. */
const taskVersion = (changes: number): string => `t${changes}`;

const FORM = /^t(\d{1,9})$/;

/** How many changes somebody had seen; null for what is no version of a task. */
export function changesSeen(version: string): number | null {
  const [, changes] = FORM.exec(version) ?? [];
  return changes === undefined ? null : Number(changes);
}

export function ofDocument<Kind extends string>(document: TaskDocument<Kind>): TaskNow<Kind> {
  const { taskId, kind, subjects, raisedAt, ownerRole, suggestedFix, closedAt, claimedBy, claimedAt } = document;
  return {
    task: { taskId, kind, subjects, raisedAt, ownerRole, suggestedFix },
    // Documents of earlier versions have neither field.
    claim: claimedBy && claimedAt ? { by: claimedBy, at: claimedAt } : null,
    closedAt,
    settledAs: document.closedAs,
    changes: document.revision + 1,
  };
}

export const ofState = <Kind extends string>(
  state: Exclude<TaskState<Kind>, { readonly status: 'none' }>,
): TaskNow<Kind> => ({
  task: state.task,
  claim: state.status === 'open' ? state.claim : null,
  closedAt: state.status === 'closed' ? state.changedAt : null,
  settledAs: state.status === 'closed' ? state.as : null,
  changes: state.changes,
});

/** The task as it is read at this moment: its age, and the claim that still stands. */
export function shownTask<Kind extends string>(
  { task, claim, closedAt, settledAs, changes }: TaskNow<Kind>,
  kinds: TaskKinds<Kind>,
  { now, lapsedUpTo }: SeenAt,
): ShownTask<Kind> {
  const { taskId: id, kind, subjects, raisedAt, ownerRole, suggestedFix } = task;
  const { closed: closesWhen, byHand: settledByHand = false } = kinds[kind];
  const standing = standingClaim(claim, lapsedUpTo);
  return {
    ...{ id, kind, subjects, ownerRole, suggestedFix, closesWhen, settledByHand, raisedAt, closedAt, settledAs },
    ageMinutes: minutesBetween(raisedAt, closedAt ?? now),
    status: closedAt === null ? 'open' : 'closed',
    claimedBy: standing?.by ?? null,
    claimedAt: standing?.at ?? null,
    version: taskVersion(changes),
  };
}
