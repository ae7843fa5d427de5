import { taskEventCodec } from '@flow/platform/tasks/task-event-codec';
import { INTERFACE_TASKS, type InterfaceTaskKind } from '../../domain/task/task-kinds';

/** `interface-task-raised.v1` and so on. Frozen. */
export const interfaceTaskCodec = taskEventCodec<InterfaceTaskKind>('interface-task', INTERFACE_TASKS);
