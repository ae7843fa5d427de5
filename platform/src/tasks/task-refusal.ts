import type { Handled } from '../decider/handler';
import { unreachable } from '../decider/decider';
import type { TaskRejection } from './task-events';
import { TaskRefusal } from './task-types';

type NotDone = Exclude<Handled<never, TaskRejection>, { readonly outcome: 'done' }>;

const refusal = (code: string, message: string, by: string | null = null, at: string | null = null): TaskRefusal =>
  Object.assign(new TaskRefusal(), { code, message, by, at });

/** A version that no task ever had. */
export const invalidVersion = (): TaskRefusal => refusal('INVALID_INPUT', 'A value is not of its kind.');

const SENTENCES: Readonly<Record<'TASK_CLOSED' | 'TASK_CLAIMED_BY_ANOTHER' | 'TASK_CHANGED', string>> = {
  TASK_CLOSED: 'The task is closed.',
  TASK_CLAIMED_BY_ANOTHER: 'Somebody else has claimed the task.',
  TASK_CHANGED: 'Somebody has changed the task since you saw it.',
};

function rejected(rejection: TaskRejection): TaskRefusal {
  switch (rejection.code) {
    case 'TASK_UNKNOWN':
      return refusal(rejection.code, 'There is no such task.');
    case 'CLOSES_BY_ITSELF':
      return refusal(rejection.code, `The task closes by itself. What closes it: ${rejection.closed}`);
    case 'TASK_CLOSED':
    case 'TASK_CLAIMED_BY_ANOTHER':
    case 'TASK_CHANGED':
      return refusal(rejection.code, SENTENCES[rejection.code], rejection.by, rejection.at);
    default:
      return unreachable(rejection);
  }
}

/** What a person reads whose command about a task was not done. */
export function taskRefusal(handled: NotDone): TaskRefusal {
  switch (handled.outcome) {
    case 'rejected':
      return rejected(handled.rejection);
    case 'key-reused':
      return refusal('IDEMPOTENCY_KEY_REUSED', 'This idempotencyKey was used for something else.');
    case 'expired':
      return refusal('EXPIRED', 'This came too late to be done. Ask again.');
    case 'contended':
      return refusal('CONTENDED', 'Others are changing the same at this moment. Ask again.');
    default:
      return unreachable(handled);
  }
}
