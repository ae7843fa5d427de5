import { accept, reject, unreachable, type Decider, type Decision } from '../decider/decider';
import type { Instant } from '../time/instant';
import type { Task, TaskKinds } from './task';
import type { SettledAs, TaskCommand, TaskEvent, TaskRejection, WorkOnTask } from './task-events';

/** Who works on a task, and since when. */
export interface Claim {
  readonly by: string;
  readonly at: Instant;
}

interface Standing<Kind extends string> {
  readonly task: Task<Kind>;
  /** How many events there were. */
  readonly changes: number;
  /** The last of them; null: no person did it. */
  readonly changedBy: string | null;
  readonly changedAt: Instant;
}

export type OpenTask<Kind extends string> = Standing<Kind> & {
  readonly status: 'open';
  readonly claim: Claim | null;
};

export type ClosedTask<Kind extends string> = Standing<Kind> & {
  readonly status: 'closed';
  /** Null: it closed by itself. */
  readonly as: SettledAs | null;
};

export type TaskState<Kind extends string> = { readonly status: 'none' } | OpenTask<Kind> | ClosedTask<Kind>;

type Decided<Kind extends string> = Decision<TaskEvent<Kind>, TaskRejection>;

/** The claim, unless it has lapsed: nobody who went home keeps a task from the others. */
export const standingClaim = (claim: Claim | null, lapsedUpTo: Instant): Claim | null =>
  claim !== null && claim.at > lapsedUpTo ? claim : null;

/** The claim of somebody else that stands in the way. */
function anothers(state: OpenTask<string>, { by, lapsedUpTo }: WorkOnTask): Claim | undefined {
  const claim = standingClaim(state.claim, lapsedUpTo);
  return claim === null || claim.by === by ? undefined : claim;
}

const changedSince = (state: OpenTask<string>, { seen }: WorkOnTask): boolean =>
  seen !== undefined && seen !== state.changes;

const changed = ({ changedBy: by, changedAt: at }: Standing<string>): Decision<never, TaskRejection> =>
  reject({ code: 'TASK_CHANGED', by, at });

const claimedBy = ({ by, at }: Claim): Decision<never, TaskRejection> =>
  reject({ code: 'TASK_CLAIMED_BY_ANOTHER', by, at });

function claim<Kind extends string>(
  command: WorkOnTask & { readonly type: 'ClaimTask' },
  state: OpenTask<Kind>,
): Decided<Kind> {
  const { by, at, takeOver, lapsedUpTo } = command;
  if (standingClaim(state.claim, lapsedUpTo)?.by === by) return accept();
  const other = anothers(state, command);
  if (other !== undefined && !takeOver) return claimedBy(other);
  if (changedSince(state, command)) return changed(state);
  return accept({ type: 'TaskClaimed', at, by, ...(other !== undefined && { from: other.by }) });
}

function release<Kind extends string>(
  command: WorkOnTask & { readonly type: 'ReleaseTask' },
  state: OpenTask<Kind>,
): Decided<Kind> {
  const { by, at, anybodys, lapsedUpTo } = command;
  if (standingClaim(state.claim, lapsedUpTo) === null) return accept();
  const other = anothers(state, command);
  if (other !== undefined && !anybodys) return claimedBy(other);
  return changedSince(state, command) ? changed(state) : accept({ type: 'TaskReleased', at, by });
}

function settle<Kind extends string>(
  command: WorkOnTask & { readonly type: 'SettleTask' },
  state: OpenTask<Kind>,
): Decided<Kind> {
  const { by, at, as } = command;
  const other = anothers(state, command);
  if (other !== undefined) return claimedBy(other);
  return changedSince(state, command) ? changed(state) : accept({ type: 'TaskClosed', at, by, as });
}

function work<Kind extends string>(command: WorkOnTask, state: TaskState<Kind>, kinds: TaskKinds<Kind>): Decided<Kind> {
  if (state.status === 'none') return reject({ code: 'TASK_UNKNOWN' });
  const { byHand, closed } = kinds[state.task.kind];
  if (command.type === 'SettleTask' && byHand !== true) return reject({ code: 'CLOSES_BY_ITSELF', closed });
  if (state.status === 'closed') {
    const { changedBy: by, changedAt: at } = state;
    // A closed task has no claim to release, and is settled already.
    return command.type === 'ClaimTask' ? reject({ code: 'TASK_CLOSED', by, at }) : accept();
  }
  switch (command.type) {
    case 'ClaimTask':
      return claim(command, state);
    case 'ReleaseTask':
      return release(command, state);
    case 'SettleTask':
      return settle(command, state);
    default:
      return unreachable(command);
  }
}

function decide<Kind extends string>(
  command: TaskCommand<Kind>,
  state: TaskState<Kind>,
  kinds: TaskKinds<Kind>,
): Decided<Kind> {
  switch (command.type) {
    case 'RaiseTask':
      if (state.status === 'open') return accept();
      // What closed by itself and is of concern again is the same task, open once more; what people settled stays settled.
      return state.status === 'closed' && state.as !== null
        ? accept()
        : accept({ type: 'TaskRaised', task: command.task });
    case 'CloseTask': {
      const { at, by } = command;
      return state.status === 'open' ? accept({ type: 'TaskClosed', at, ...(by !== undefined && { by }) }) : accept();
    }
    case 'ClaimTask':
    case 'ReleaseTask':
    case 'SettleTask':
      return work(command, state, kinds);
    default:
      return unreachable(command);
  }
}

type After<Kind extends string> = Exclude<TaskState<Kind>, { readonly status: 'none' }>;

function following<Kind extends string>(
  state: After<Kind>,
  event: Exclude<TaskEvent<Kind>, { readonly type: 'TaskRaised' }>,
): After<Kind> {
  const { task, changes } = state;
  const standing = { task, changes: changes + 1, changedBy: event.by ?? null, changedAt: event.at };
  switch (event.type) {
    case 'TaskClosed':
      return { ...standing, status: 'closed', as: event.as ?? null };
    case 'TaskReopened':
      return { ...standing, status: 'open', claim: null };
    case 'TaskClaimed':
    case 'TaskReleased': {
      if (state.status === 'closed') return { ...state, ...standing };
      const claim = event.type === 'TaskClaimed' ? { by: event.by, at: event.at } : null;
      return { ...standing, status: 'open', claim };
    }
    default:
      return unreachable(event);
  }
}

function evolve<Kind extends string>(state: TaskState<Kind>, event: TaskEvent<Kind>): TaskState<Kind> {
  if (event.type === 'TaskRaised') {
    const { task } = event;
    const changes = state.status === 'none' ? 1 : state.changes + 1;
    return { status: 'open', task, claim: null, changes, changedBy: null, changedAt: task.raisedAt };
  }
  return state.status === 'none' ? state : following(state, event);
}

export type TaskDecider<Kind extends string> = Decider<
  TaskCommand<Kind>,
  TaskEvent<Kind>,
  TaskState<Kind>,
  TaskRejection
>;

/** The decider of a service's tasks: a stream a task. */
export const taskDeciderOf = <Kind extends string>(kinds: TaskKinds<Kind>): TaskDecider<Kind> => ({
  initialState: { status: 'none' },
  decide: (command, state) => decide(command, state, kinds),
  evolve,
});
