import { taskIdOf, taskOfKind, type Task, type TaskId } from '@flow/platform/tasks/task';
import type { KeepTask } from '@flow/platform/tasks/task-events';
import type { Clock } from '@flow/platform/time/clock';
import type { Because } from './because';
import type { MessageDecoded } from '../domain/ledger/ledger';
import type { Effect, SettledReason } from '../domain/ledger/settlement';
import { fixOf, INTERFACE_TASKS, type InterfaceTaskKind } from '../domain/task/task-kinds';

/** What the interface asks people to settle. Raising the same twice raises it once. */
export interface InterfaceTasks {
  /** One task a place that no map knows, however many messages name it. */
  unmapped(decoded: MessageDecoded): Promise<readonly Effect[]>;
  raise(kind: 'person-delete-told', decoded: MessageDecoded): Promise<Omit<Effect, 'index'>>;
  /** One task a partner each time that the inbox was put back to an earlier copy. */
  sendAgain(gap: FeedGap): Promise<void>;
  /** The map knows these places now. */
  mapped(placeIds: readonly string[], because: Because): Promise<void>;
  /** One task a message that nobody can tell; those that wait behind it are not its own cause. */
  quarantined(because: Because, reason: SettledReason): Promise<void>;
  /** It came to another end. */
  released(because: Because): Promise<void>;
}

/** What a partner sent from then on is not here. */
export interface FeedGap {
  readonly partner: string;
  readonly since: string;
  readonly noticedAt: string;
}

/** The tasks of the interface, each a stream. */
export interface TaskRecords {
  record(taskId: TaskId, command: KeepTask<InterfaceTaskKind>, because: Because): Promise<void>;
}

const messageTask = (messageId: string): TaskId => taskIdOf('message-quarantined', messageId);
const placeTask = (placeId: string): TaskId => taskIdOf('place-unmapped', placeId);

export function createInterfaceTasks(records: TaskRecords, clock: Clock): InterfaceTasks {
  async function raise(
    task: Pick<Task<InterfaceTaskKind>, 'taskId' | 'kind' | 'subjects'>,
    because: Because,
  ): Promise<TaskId> {
    const raised = taskOfKind(INTERFACE_TASKS, { ...task, raisedAt: clock.now() });
    await records.record(task.taskId, { type: 'RaiseTask', task: raised }, because);
    return task.taskId;
  }

  return {
    async unmapped(decoded) {
      const { unmapped, steps } = decoded;
      const tasks: TaskId[] = [];
      for (const { id } of unmapped) {
        tasks.push(await raise({ taskId: placeTask(id), kind: 'place-unmapped', subjects: [id] }, decoded));
      }
      return tasks.length === 0 ? [] : [{ index: steps.length, owner: 'ipm', patientIds: [], tasks, changed: true }];
    },

    async raise(kind, decoded) {
      const { messageId } = decoded;
      const taskId = await raise({ taskId: taskIdOf(kind, messageId), kind, subjects: [messageId] }, decoded);
      return { owner: 'ipm', patientIds: [], tasks: [taskId], changed: true };
    },

    async sendAgain({ partner, since, noticedAt }) {
      const taskId = taskIdOf('feed-to-send-again', `${partner} ${noticedAt}`);
      const task = { taskId, kind: 'feed-to-send-again', subjects: [partner, since] } as const;
      await raise(task, { messageId: taskId, partner });
    },

    async quarantined(because, reason) {
      const { messageId } = because;
      const kind = 'message-quarantined' as const;
      const taskId = messageTask(messageId);
      const task = taskOfKind(INTERFACE_TASKS, { taskId, kind, subjects: [messageId], raisedAt: clock.now() });
      await records.record(taskId, { type: 'RaiseTask', task: { ...task, suggestedFix: fixOf(reason) } }, because);
    },

    async released(because) {
      await records.record(messageTask(because.messageId), { type: 'CloseTask', at: clock.now() }, because);
    },

    async mapped(placeIds, because) {
      for (const id of placeIds) await records.record(placeTask(id), { type: 'CloseTask', at: clock.now() }, because);
    },
  };
}
