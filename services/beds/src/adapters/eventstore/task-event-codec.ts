import { taskEventCodec } from '@flow/platform/tasks/task-event-codec';
import { BEDS_TASKS, type TaskKind } from '../../domain/task/task-kinds';

/** `beds-task-raised.v1` and so on. Frozen. */
export const bedsTaskCodec = taskEventCodec<TaskKind>('beds-task', BEDS_TASKS);
