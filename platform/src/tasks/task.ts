import { derivedId } from '../ids/ids';
import { ROLES, type Role } from '../security/identity';
import type { Instant } from '../time/instant';
import type { Brand } from '../values/brand';

export type TaskId = Brand<'TaskId'>;

const ID = /^[\w.:-]{1,80}$/;

/** Throws RangeError for anything but 1 to 80 letters, digits or any of - _ . : */
export function taskId(text: string): TaskId {
  if (!ID.test(text)) throw new RangeError('Not a task id: 1 to 80 letters, digits or any of - _ . : are wanted.');
  return text as TaskId;
}

/** The id of a task follows from its cause and subject, so that the same cause never opens two. */
export const taskIdOf = (...causeAndSubject: readonly string[]): TaskId => taskId(derivedId(...causeAndSubject));

/** Whose a task may be: the roles of people. */
export type TaskOwner = Exclude<Role, 'service' | 'wall-display'>;
export const TASK_OWNERS: readonly TaskOwner[] = ROLES.filter((role) => role !== 'service' && role !== 'wall-display');

/** Something that people are asked to settle: what, about whom, since when, whose, and what to do. Ids and codes only. */
export interface Task<Kind extends string = string> {
  readonly taskId: TaskId;
  readonly kind: Kind;
  /** What it is about first, then what else matters. */
  readonly subjects: readonly string[];
  readonly raisedAt: Instant;
  readonly ownerRole: TaskOwner;
  /** A code in capitals: `FIND_BED`. */
  readonly suggestedFix: string;
}

/** What is so of every task of a kind. The sentences are printed into docs/tasks.md. */
export interface TaskKind {
  readonly ownerRole: TaskOwner;
  readonly suggestedFix: string;
  /** What raises it. */
  readonly raised: string;
  /** What closes it. */
  readonly closed: string;
  /** Whether people close it: no event is sure to end its cause. The others close by themselves, and only so. */
  readonly byHand?: true;
}

/** Every kind of task of a service. */
export type TaskKinds<Kind extends string> = Readonly<Record<Kind, TaskKind>>;

export const kindsIn = <Kind extends string>(kinds: TaskKinds<Kind>): readonly Kind[] => Object.keys(kinds) as Kind[];

/** A task with the owner and the fix of its kind. */
export function taskOfKind<Kind extends string>(
  kinds: TaskKinds<Kind>,
  task: Pick<Task<Kind>, 'taskId' | 'kind' | 'subjects' | 'raisedAt'>,
): Task<Kind> {
  const { ownerRole, suggestedFix } = kinds[task.kind];
  return { ...task, ownerRole, suggestedFix };
}
