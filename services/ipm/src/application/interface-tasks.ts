import { derivedId } from '@flow/platform/ids/ids';
import type { Clock } from '@flow/platform/time/clock';
import type { MessageDecoded } from '../domain/ledger/ledger';
import type { Effect } from '../domain/ledger/settlement';
import type { Task, TaskCommand } from '../domain/task/task';

/** What the interface asks people to settle. Raising the same twice raises it once. */
export interface InterfaceTasks {
  /** One task a place that no map knows, however many messages name it. */
  unmapped(decoded: MessageDecoded): Promise<readonly Effect[]>;
  raise(kind: 'person-delete-told', decoded: MessageDecoded): Promise<Omit<Effect, 'index'>>;
  /** The map knows these places now. */
  mapped(placeIds: readonly string[], messageId: string): Promise<void>;
}

/** The tasks of the interface, each a stream. */
export interface TaskRecords {
  /** `messageId`: of the message because of which. */
  record(taskId: string, command: TaskCommand, messageId: string): Promise<void>;
}

const placeTask = (placeId: string): string => derivedId('place-unmapped', placeId);

export function createInterfaceTasks(records: TaskRecords, clock: Clock): InterfaceTasks {
  async function raise(task: Omit<Task, 'raisedAt'>, messageId: string): Promise<void> {
    await records.record(task.taskId, { type: 'RaiseTask', task: { ...task, raisedAt: clock.now() } }, messageId);
  }

  return {
    async unmapped({ unmapped, messageId, steps }) {
      const taskIds = unmapped.map(({ id }) => placeTask(id));
      for (const { id } of unmapped) {
        const what = { kind: 'place-unmapped', ownerRole: 'integration-operator', suggestedFix: 'MAP_PLACE' } as const;
        await raise({ taskId: placeTask(id), subjects: [id], ...what }, messageId);
      }
      if (taskIds.length === 0) return [];
      return [{ index: steps.length, owner: 'ipm', patientIds: [], tasks: taskIds, changed: true }];
    },

    async raise(kind, { messageId }) {
      const taskId = derivedId(kind, messageId);
      const what = { ownerRole: 'service-manager', suggestedFix: 'CHECK_PERSON_WITH_IPM' } as const;
      await raise({ taskId, kind, subjects: [messageId], ...what }, messageId);
      return { owner: 'ipm', patientIds: [], tasks: [taskId], changed: true };
    },

    async mapped(placeIds, messageId) {
      for (const id of placeIds) await records.record(placeTask(id), { type: 'CloseTask', at: clock.now() }, messageId);
    },
  };
}
