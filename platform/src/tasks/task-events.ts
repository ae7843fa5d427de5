import type { Instant } from '../time/instant';
import type { Task } from './task';

/** What people found who settled a task by hand. */
export const SETTLED_AS = ['checked', 'corrected-in-ipm', 'not-a-problem'] as const;
export type SettledAs = (typeof SETTLED_AS)[number];

/** Raises what is asked of people, or closes it because its cause is over. Never refused. */
export type KeepTask<Kind extends string> =
  | { readonly type: 'RaiseTask'; readonly task: Task<Kind> }
  | { readonly type: 'CloseTask'; readonly at: Instant; readonly by?: string };

interface Work {
  readonly by: string;
  readonly at: Instant;
  /** Claims of this instant and before have lapsed. */
  readonly lapsedUpTo: Instant;
  /** How many changes of the task the person had seen. */
  readonly seen?: number;
}

/** What people do about a task. */
export type WorkOnTask =
  /** `takeOver`: also from somebody else, for those who may. */
  | (Work & { readonly type: 'ClaimTask'; readonly takeOver: boolean })
  /** `anybodys`: also somebody else's claim, for those who may. */
  | (Work & { readonly type: 'ReleaseTask'; readonly anybodys: boolean })
  | (Work & { readonly type: 'SettleTask'; readonly as: SettledAs });

export type TaskCommand<Kind extends string> = KeepTask<Kind> | WorkOnTask;

export type TaskEvent<Kind extends string = string> =
  | { readonly type: 'TaskRaised'; readonly task: Task<Kind> }
  /** `as`: only where people settled it. */
  | { readonly type: 'TaskClosed'; readonly at: Instant; readonly by?: string; readonly as?: SettledAs }
  /** No command makes it any more: what is of concern again is raised again. */
  | { readonly type: 'TaskReopened'; readonly at: Instant; readonly by: string }
  | { readonly type: 'TaskClaimed'; readonly at: Instant; readonly by: string; readonly from?: string }
  | { readonly type: 'TaskReleased'; readonly at: Instant; readonly by: string };

export type TaskRejection =
  | { readonly code: 'TASK_UNKNOWN' }
  /** `closed`: what closes it. */
  | { readonly code: 'CLOSES_BY_ITSELF'; readonly closed: string }
  /** Who did it, and when; null: no person did. */
  | {
      readonly code: 'TASK_CLOSED' | 'TASK_CLAIMED_BY_ANOTHER' | 'TASK_CHANGED';
      readonly by: string | null;
      readonly at: Instant;
    };
