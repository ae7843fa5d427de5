import { instant, type Instant } from '../time/instant';
import { taskId, taskOfKind, type Task, type TaskKinds } from './task';

/** Two kinds of an invented service: one closes by itself, the other people close. */
export const SAMPLE_KINDS = {
  'kettle-empty': {
    ownerRole: 'ward-clerk',
    suggestedFix: 'FILL_KETTLE',
    raised: 'The kettle is empty.',
    closed: 'The kettle is full.',
  },
  'lamp-odd': {
    ownerRole: 'service-manager',
    suggestedFix: 'LOOK_AT_LAMP',
    raised: 'The lamp looks odd.',
    closed: 'Somebody has looked.',
    byHand: true,
  },
} as const satisfies TaskKinds<string>;
export type SampleKind = keyof typeof SAMPLE_KINDS;

/** A time of the invented day: `09:30`. */
export const on = (time: string): Instant => instant(`2026-02-03T${time}:00.000Z`);

export const sampleTask = (kind: SampleKind, raisedAt = on('09:00')): Task<SampleKind> =>
  taskOfKind<SampleKind>(SAMPLE_KINDS, { taskId: taskId('task-1'), kind, subjects: ['kitchen'], raisedAt });
