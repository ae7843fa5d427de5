import { commandContextOf } from '../graphql/command-context';
import { graphFault } from '../graphql/fault';
import type { GraphContext } from '../graphql/graph-context';
import type { Page } from '../graphql/page-info';
import { listTasks } from './list-tasks';
import { changesSeen, ofState, shownTask } from './shown-task';
import { taskId, type TaskId } from './task';
import type { WorkOnTask } from './task-events';
import { invalidVersion, taskRefusal } from './task-refusal';
import { seenAt, type TaskDeskOptions } from './task-source';
import type { ClaimTaskInput, ReleaseTaskInput, SettleTaskInput, Task, TaskDone } from './task-types';
import type { TaskInput, TaskListArgs, TaskRefusal } from './task-types';

export type TaskAnswer<Node extends Task> = Promise<TaskDone<Node> | TaskRefusal>;

/** Where people see a service's tasks and work on them: behind the resolvers of every service. */
export interface TaskDesk<Node extends Task> {
  list(args: TaskListArgs, context: GraphContext): Promise<Page<Node>>;
  /** `mutation`: its name, a part of what makes the command one. */
  claim(mutation: string, input: ClaimTaskInput, context: GraphContext): TaskAnswer<Node>;
  release(mutation: string, input: ReleaseTaskInput, context: GraphContext): TaskAnswer<Node>;
  settle(mutation: string, input: SettleTaskInput, context: GraphContext): TaskAnswer<Node>;
}

/** A person's command that has not been decided by then is dropped: they have looked again meanwhile. */
const VALID_MS = 60_000;

interface Working {
  readonly mutation: string;
  readonly input: TaskInput;
  readonly context: GraphContext;
  /** What is done, of what every doing has in common. */
  readonly doing: (work: Pick<WorkOnTask, 'by' | 'at' | 'lapsedUpTo' | 'seen'>) => WorkOnTask;
}

function idIn({ taskId: text }: TaskInput): TaskId {
  try {
    return taskId(text);
  } catch (error) {
    if (error instanceof RangeError) throw graphFault('NOT_FOUND');
    throw error;
  }
}

/** The task as it stands in its stream. What is not the asker's to see does not exist. */
async function shownNow<Kind extends string, Node extends Task>(
  options: TaskDeskOptions<Kind, Node>,
  id: TaskId,
  context: GraphContext,
): Promise<Node> {
  const { state } = await options.tasks.load(id);
  const show = await options.showing(context, 'work');
  const node = state.status === 'none' ? null : await show(shownTask(ofState(state), options.kinds, seenAt(options)));
  if (node === null) throw graphFault('NOT_FOUND');
  return node;
}

async function work<Kind extends string, Node extends Task>(
  options: TaskDeskOptions<Kind, Node>,
  { mutation, input, context, doing }: Working,
): TaskAnswer<Node> {
  const { tasks, clock, may, Done } = options;
  const { roles, subject: by } = context.identity;
  if (!may(roles, 'work-tasks')) throw graphFault('FORBIDDEN');
  const id = idIn(input);
  await shownNow(options, id, context);
  const { idempotencyKey, expectedVersion } = input;
  const seen = expectedVersion == null ? undefined : changesSeen(expectedVersion);
  if (seen === null) return invalidVersion();
  const { now: at, lapsedUpTo } = seenAt(options);
  const command = doing({ by, at, lapsedUpTo, ...(seen !== undefined && { seen }) });
  const asked = commandContextOf({ context, mutation, idempotencyKey, input, clock, validForMs: VALID_MS });
  const handled = await tasks.work(id, command, asked);
  if (handled.outcome !== 'done') return taskRefusal(handled);
  const changed = handled.events.length > 0 && !handled.repeated;
  return Object.assign(new Done(), { task: await shownNow(options, id, context), changed });
}

export function createTaskDesk<Kind extends string, Node extends Task>(
  options: TaskDeskOptions<Kind, Node>,
): TaskDesk<Node> {
  const { may } = options;
  return {
    async list(args, context) {
      if (!may(context.identity.roles, 'see-tasks')) throw graphFault('FORBIDDEN');
      return listTasks(options, args, context);
    },
    async claim(mutation, input, context) {
      const takeOver = input.takeOver ?? false;
      if (takeOver && !may(context.identity.roles, 'take-over-tasks')) throw graphFault('FORBIDDEN');
      return work(options, {
        ...{ mutation, input, context },
        doing: (common) => ({ type: 'ClaimTask', ...common, takeOver }),
      });
    },
    release(mutation, input, context) {
      const anybodys = may(context.identity.roles, 'take-over-tasks');
      return work(options, {
        ...{ mutation, input, context },
        doing: (common) => ({ type: 'ReleaseTask', ...common, anybodys }),
      });
    },
    settle(mutation, input, context) {
      const { reason: as } = input;
      return work(options, {
        ...{ mutation, input, context },
        doing: (common) => ({ type: 'SettleTask', ...common, as }),
      });
    },
  };
}
