import { createStreamHandler } from '@flow/platform/decider/stream-handler';
import type { TaskRecords } from '../../application/interface-tasks';
import { taskDecider, taskStream } from '../../domain/task/task';
import { recordedBy } from './recorded-by';
import type { StreamDeps } from './stream-deps';
import { taskCodec } from './task-codec';

/** A stream a task. */
export function createStoredTasks({ store, clock, ids }: StreamDeps): TaskRecords {
  const handler = createStreamHandler({ store, clock, decider: taskDecider, codec: taskCodec });
  const record = recordedBy(handler, ids);
  return {
    async record(taskId, command, messageId) {
      await record(taskStream(taskId), command, { messageId });
    },
  };
}
