import { unreachable } from '@flow/platform/decider/decider';
import type { EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import type { TaskEvent } from '../../domain/task';
import { asJson, decodeStored, parseData } from './stored-event';
import { instantSchema } from './values';

const task = z.object({
  taskId: z.string(),
  kind: z.enum(['nhs-number-claimed-elsewhere', 'nhs-number-refused', 'merges-contradict']),
  subjects: z.array(z.string()).readonly(),
  raisedAt: instantSchema,
  ownerRole: z.string(),
  suggestedFix: z.enum(['COMPARE_AND_MERGE', 'CORRECT_NHS_NUMBER', 'CHECK_MERGES']),
});

/** Every shape ever written, oldest first. A line here is never changed or removed: the streams still have it. */
const decoders: Readonly<Record<string, (data: unknown) => TaskEvent>> = {
  'patient-task-raised.v1': (data) => ({ type: 'TaskRaised', ...parseData(z.object({ task }), data) }),
  'patient-task-closed.v1': (data) => ({ type: 'TaskClosed', ...parseData(z.object({ at: instantSchema }), data) }),
};

function storedName(type: TaskEvent['type']): string {
  switch (type) {
    case 'TaskRaised':
      return 'patient-task-raised.v1';
    case 'TaskClosed':
      return 'patient-task-closed.v1';
    default:
      return unreachable(type);
  }
}

/** Other services raise tasks of their own in streams of the same category: these are ours. */
export const isPatientTaskEvent = (type: string): boolean => type.startsWith('patient-task-');

export const taskEventCodec: EventCodec<TaskEvent> = {
  encode: ({ type, ...data }) => ({ type: storedName(type), schemaVersion: 1, data: asJson(data) }),
  decode: (stored) => decodeStored(decoders, stored),
};
