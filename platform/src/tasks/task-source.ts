import type { GraphContext } from '../graphql/graph-context';
import type { Role } from '../security/identity';
import type { Clock } from '../time/clock';
import { laterBy } from '../time/instant';
import type { SeenAt, ShownTask } from './shown-task';
import type { TaskKinds } from './task';
import type { TaskList } from './task-list';
import type { Task, TaskDone } from './task-types';
import type { Tasks } from './tasks';

/** What one may do with the tasks of a service: each is a right of the one table. */
export type TaskRight = 'see-tasks' | 'work-tasks' | 'take-over-tasks';

/** A service's tasks as its resolvers work with them. */
export interface TaskSource<Kind extends string> {
  readonly kinds: TaskKinds<Kind>;
  readonly tasks: Pick<Tasks<Kind>, 'work' | 'load'>;
  readonly list: TaskList<Kind>;
  readonly clock: Clock;
  /** How long a claim stands. */
  readonly claimMs: number;
}

export type ShowTask<Kind extends string, Node extends Task> = (
  task: ShownTask<Kind>,
) => Promise<Node | null> | Node | null;

export interface TaskDeskOptions<Kind extends string, Node extends Task> extends TaskSource<Kind> {
  readonly may: (roles: readonly Role[], right: TaskRight) => boolean;
  /** How this asker sees tasks: null what is not theirs to see. To work on one, by what is so now; else as boards have it. */
  readonly showing: (context: GraphContext, to: 'see' | 'work') => Promise<ShowTask<Kind, Node>> | ShowTask<Kind, Node>;
  readonly Done: new () => TaskDone<Node>;
}

/** This moment, and up to when claims have lapsed. */
export const seenAt = ({ clock, claimMs }: Pick<TaskSource<string>, 'clock' | 'claimMs'>): SeenAt => {
  const now = clock.now();
  return { now, lapsedUpTo: laterBy(now, -claimMs) };
};
