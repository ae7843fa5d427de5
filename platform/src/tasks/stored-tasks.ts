import { createStreamHandler } from '../decider/stream-handler';
import type { EventStore } from '../event-store/event-store';
import type { Tracing } from '../telemetry/tracing';
import type { Clock } from '../time/clock';
import { taskDeciderOf } from './task-decider';
import type { TaskEventCodec } from './task-event-codec';
import type { TaskId, TaskKinds } from './task';
import { kept, TASK_PREFIX, type Tasks } from './tasks';

export interface StoredTasksOptions<Kind extends string> {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly kinds: TaskKinds<Kind>;
  readonly codec: TaskEventCodec<Kind>;
  readonly tracing?: Tracing | undefined;
}

/** Tasks in the event store: `task-<id>`. */
export function storedTasks<Kind extends string>(options: StoredTasksOptions<Kind>): Tasks<Kind> {
  const { kinds, ...over } = options;
  const streams = createStreamHandler({ ...over, decider: taskDeciderOf(kinds) });
  const streamOf = (taskId: TaskId): string => `${TASK_PREFIX}${taskId}`;
  return {
    handle: async (taskId, command, context) => kept(await streams.handle(streamOf(taskId), command, context)),
    work: (taskId, command, context) => streams.handle(streamOf(taskId), command, context),
    load: (taskId) => streams.load(streamOf(taskId)),
  };
}
