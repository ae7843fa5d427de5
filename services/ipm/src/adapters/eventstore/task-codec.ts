import { unreachable } from '@flow/platform/decider/decider';
import type { EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import type { TaskEvent } from '../../domain/task/task';
import { asJson, decodeStored, parseData } from './stored-event';
import { instantSchema, texts } from './values';

const task = z
  .object({
    taskId: z.string(),
    kind: z.enum(['place-unmapped', 'person-delete-told']),
    subjects: texts,
    raisedAt: instantSchema,
    ownerRole: z.enum(['integration-operator', 'service-manager']),
    suggestedFix: z.enum(['MAP_PLACE', 'CHECK_PERSON_WITH_IPM']),
  })
  .readonly();

/** Every shape ever written, oldest first. A line here is never changed or removed: the streams still have it. */
const decoders: Readonly<Record<string, (data: unknown) => TaskEvent>> = {
  'interface-task-raised.v1': (data) => ({ type: 'TaskRaised', ...parseData(z.object({ task }), data) }),
  'interface-task-closed.v1': (data) => ({ type: 'TaskClosed', ...parseData(z.object({ at: instantSchema }), data) }),
};

function storedName(type: TaskEvent['type']): string {
  switch (type) {
    case 'TaskRaised':
      return 'interface-task-raised.v1';
    case 'TaskClosed':
      return 'interface-task-closed.v1';
    default:
      return unreachable(type);
  }
}

/** Other services raise tasks of their own in streams of the same category: these are ours. */
export const isInterfaceTaskEvent = (type: string): boolean => type.startsWith('interface-task-');

export const taskCodec: EventCodec<TaskEvent> = {
  encode: ({ type, ...data }) => ({ type: storedName(type), schemaVersion: 1, data: asJson(data) }),
  decode: (stored) => decodeStored(decoders, stored),
};
