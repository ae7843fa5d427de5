import { z } from 'zod';
import { UnknownEventType, type EventCodec } from '../decider/event-codec';
import { instant, type Instant } from '../time/instant';
import type { JsonObject } from '../values/json';
import { kindsIn, taskId, TASK_OWNERS, type TaskId, type TaskKinds } from './task';
import { SETTLED_AS, type TaskEvent } from './task-events';

const parsedBy = <Value>(parse: (text: string) => Value) =>
  z.string().transform((text, context): Value => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });

const at = parsedBy<Instant>(instant);
const by = z.string().min(1).max(200);
const code = z.string().regex(/^[A-Z][A-Z_]{1,60}$/);

const closed = z.object({ at, by: by.exactOptional(), as: z.enum(SETTLED_AS).exactOptional() });
const claimed = z.object({ at, by, from: by.exactOptional() });
const acted = z.object({ at, by });

const raisedOf = <Kind extends string>(kinds: TaskKinds<Kind>) =>
  z.object({
    task: z
      .object({
        taskId: parsedBy<TaskId>(taskId),
        kind: z.enum(kindsIn(kinds)),
        subjects: z.array(z.string()).readonly(),
        raisedAt: at,
        ownerRole: z.enum(TASK_OWNERS),
        suggestedFix: code,
      })
      .readonly(),
  });

/** A fault names the fields at fault and none of their values. */
function parsed<Schema extends z.ZodType>(schema: Schema, data: unknown): z.output<Schema> {
  const found = schema.safeParse(data);
  if (found.success) return found.data;
  const places = found.error.issues.map(({ path }) => path.slice(0, 2).join('.') || 'the whole');
  throw new Error(`A stored event of a task has a fault at ${[...new Set(places)].join(', ')}.`);
}

const WORDS: Readonly<Record<TaskEvent['type'], string>> = {
  TaskRaised: 'raised',
  TaskClosed: 'closed',
  TaskReopened: 'reopened',
  TaskClaimed: 'claimed',
  TaskReleased: 'released',
};

/** The codec of a service's tasks. */
export interface TaskEventCodec<Kind extends string> extends EventCodec<TaskEvent<Kind>> {
  /** Every service raises tasks in streams of the same category: whether an event of this type is one of ours. */
  readonly isOurs: (type: string) => boolean;
}

/**
 * How a service's tasks are stored: `<name>-raised.v1` and so on. Frozen, as are the names: an optional field may be added, and
 * nothing may be removed or renamed.
 */
export function taskEventCodec<Kind extends string>(name: string, kinds: TaskKinds<Kind>): TaskEventCodec<Kind> {
  const raised = raisedOf(kinds);
  const decoders: Readonly<Record<string, (data: unknown) => TaskEvent<Kind>>> = {
    [`${name}-raised.v1`]: (data) => ({ type: 'TaskRaised', ...parsed(raised, data) }),
    [`${name}-closed.v1`]: (data) => ({ type: 'TaskClosed', ...parsed(closed, data) }),
    [`${name}-reopened.v1`]: (data) => ({ type: 'TaskReopened', ...parsed(acted, data) }),
    [`${name}-claimed.v1`]: (data) => ({ type: 'TaskClaimed', ...parsed(claimed, data) }),
    [`${name}-released.v1`]: (data) => ({ type: 'TaskReleased', ...parsed(acted, data) }),
  };
  return {
    isOurs: (type) => type.startsWith(`${name}-`),
    encode: ({ type, ...data }) => ({
      ...{ type: `${name}-${WORDS[type]}.v1`, schemaVersion: 1 },
      data: JSON.parse(JSON.stringify(data)) as JsonObject,
    }),
    decode({ type, data }) {
      const decode = decoders[type];
      if (decode === undefined) throw new UnknownEventType(type);
      return decode(data);
    },
  };
}
