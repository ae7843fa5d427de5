import { storedTasks } from '@flow/platform/tasks/stored-tasks';
import type { Tasks } from '@flow/platform/tasks/tasks';
import type { TaskRecords } from '../../application/interface-tasks';
import { INTERFACE_TASKS, type InterfaceTaskKind } from '../../domain/task/task-kinds';
import { becauseOf } from './recorded-by';
import type { StreamDeps } from './stream-deps';
import { interfaceTaskCodec } from './task-codec';

/** A stream a task. */
export const storedInterfaceTasks = ({ store, clock }: Pick<StreamDeps, 'store' | 'clock'>): Tasks<InterfaceTaskKind> =>
  storedTasks({ store, clock, kinds: INTERFACE_TASKS, codec: interfaceTaskCodec });

/** What the interface itself asks of people, and no longer does. */
export function createStoredTasks(deps: StreamDeps): TaskRecords {
  const tasks = storedInterfaceTasks(deps);
  return {
    async record(taskId, command, because) {
      const handled = await tasks.handle(taskId, command, becauseOf(deps.ids, command, because));
      if (handled.outcome !== 'done') throw new Error(`A command to task ${taskId} was ${handled.outcome}.`);
    },
  };
}
