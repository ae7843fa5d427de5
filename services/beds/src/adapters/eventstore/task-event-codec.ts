import type { EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import { OWNER_ROLES, SUGGESTED_FIXES, TASK_KINDS, type TaskEvent } from '../../domain/task/task';
import { asJson, decodeStored, parseData, type Decoders } from './stored-event';
import { instantSchema, recorded, taskId } from './values';

const task = z
  .object({
    taskId,
    kind: z.enum(TASK_KINDS),
    subjects: z.array(z.string()).readonly(),
    raisedAt: instantSchema,
    ownerRole: z.enum(OWNER_ROLES),
    suggestedFix: z.enum(SUGGESTED_FIXES),
  })
  .readonly();

const raised = z.object({ task });
const acted = z.object(recorded);

/** Every shape ever written, oldest first. A line here is never changed or removed: the streams still have it. */
const decoders: Decoders<TaskEvent> = {
  'beds-task-raised.v1': (data) => ({ type: 'TaskRaised', ...parseData(raised, data) }),
  'beds-task-closed.v1': (data) => ({ type: 'TaskClosed', ...parseData(acted, data) }),
  'beds-task-reopened.v1': (data) => ({ type: 'TaskReopened', ...parseData(acted, data) }),
};

const STORED_NAMES: Readonly<Record<TaskEvent['type'], string>> = {
  TaskRaised: 'beds-task-raised.v1',
  TaskClosed: 'beds-task-closed.v1',
  TaskReopened: 'beds-task-reopened.v1',
};

/** Other services raise tasks of their own in streams of the same category: these are ours. */
export const isBedsTaskEvent = (type: string): boolean => type.startsWith('beds-task-');

export const taskEventCodec: EventCodec<TaskEvent> = {
  encode: ({ type, ...data }) => ({ type: STORED_NAMES[type], schemaVersion: 1, data: asJson(data) }),
  decode: (stored) => decodeStored(decoders, stored),
};
