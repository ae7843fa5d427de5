import { taskIdOf, taskOfKind, type Task, type TaskId } from '@flow/platform/tasks/task';
import type { Instant } from '@flow/platform/time/instant';
import type { BookEvent } from '../book/events';
import { concernsOf, type Concern } from '../book/concerns';
import type { BookState } from '../book/state';
import type { BedId, PatientId, StayId } from '../ids';
import { BEDS_TASKS, type TaskKind } from './task-kinds';

export type BedsTask = Task<TaskKind>;

export const idOfConcern = ({ kind, cause, subjects }: Concern): TaskId =>
  taskIdOf('beds-task', kind, cause, subjects[0] ?? '');

/** The task that a concern raises. Its id follows from what it is about and why, so that one cause raises one task. */
export function taskOf(concern: Concern, raisedAt: Instant): BedsTask {
  const { kind, subjects } = concern;
  return taskOfKind<TaskKind>(BEDS_TASKS, { taskId: idOfConcern(concern), kind, subjects, raisedAt });
}

interface Touched {
  readonly stays: readonly StayId[];
  readonly beds: readonly BedId[];
  readonly patients: readonly PatientId[];
}

const NOTHING: Touched = { stays: [], beds: [], patients: [] };

type EventOf = { readonly [Event in BookEvent as Event['type']]: Event };

const occupantsOf = (before: BookState, bedId: BedId): Touched => ({
  ...NOTHING,
  beds: [bedId],
  stays: before.beds.get(bedId)?.occupants ?? [],
});

/** About whom an event may change what is of concern; the other events concern nobody. */
const TOUCHED: { readonly [Type in keyof EventOf]?: (event: EventOf[Type], before: BookState) => Touched } = {
  PatientsMoved: ({ legs }) => ({
    stays: legs.map(({ stayId }) => stayId),
    beds: legs.flatMap(({ from, to }) => [from?.bedId ?? [], to?.bedId ?? []].flat()),
    patients: legs.map(({ patientId }) => patientId),
  }),
  StayReconciled: ({ stayId, joins, patientId }, before) => {
    const was = before.stays.get(stayId)?.patientId;
    const patients = was === undefined ? [patientId] : [patientId, was];
    return { ...NOTHING, stays: joins === null ? [stayId] : [stayId, joins], patients };
  },
  DisputeSettled: ({ stayId }) => ({ ...NOTHING, stays: [stayId] }),
  PatientsMerged: ({ survivorId, retiredId }) => ({ ...NOTHING, patients: [survivorId, retiredId] }),
  BedRegistered: ({ bedId }, before) => ({ ...NOTHING, stays: before.claimsOnBed.get(bedId) ?? [] }),
  EstateChanged: ({ changes }, before) => ({
    ...NOTHING,
    stays: changes.flatMap((change) => touchedBy(change, before).stays),
  }),
  BedOpened: ({ bedId }, before) => occupantsOf(before, bedId),
  BedStatusTold: ({ bedId }, before) => occupantsOf(before, bedId),
};

function touchedBy<Type extends keyof EventOf>(
  event: EventOf[Type] & { readonly type: Type },
  before: BookState,
): Touched {
  return TOUCHED[event.type]?.(event, before) ?? NOTHING;
}

export interface TaskChanges {
  readonly raised: readonly BedsTask[];
  /** Tasks whose concern is no more: they close themselves. */
  readonly settled: readonly TaskId[];
}

/** About whom these events may have changed what is of concern, in one list each. */
function allTouchedBy(events: readonly BookEvent[], before: BookState): Touched {
  const touched = events.map((event) => touchedBy(event, before));
  return {
    stays: touched.flatMap(({ stays }) => stays),
    beds: touched.flatMap(({ beds }) => beds),
    patients: touched.flatMap(({ patients }) => patients),
  };
}

/** Whether these events can have given anybody anything to settle, or have settled anything. */
export function mayConcern(before: BookState, events: readonly BookEvent[]): boolean {
  const { stays, beds, patients } = allTouchedBy(events, before);
  return stays.length + beds.length + patients.length > 0;
}

/** What people have to settle about those whom these events touched, as the book stands now. */
export const tasksAfter = (now: BookState, events: readonly BookEvent[], at: Instant): BedsTask[] =>
  concernsOf(now, allTouchedBy(events, now)).map((concern) => taskOf(concern, at));

/** What events of the book give people to settle, and what they have settled. */
export function taskChanges(
  before: BookState,
  after: BookState,
  events: readonly BookEvent[],
  at: Instant,
): TaskChanges {
  const touched = allTouchedBy(events, before);
  const was = new Map(concernsOf(before, touched).map((concern) => [idOfConcern(concern), concern]));
  const is = new Map(concernsOf(after, touched).map((concern) => [idOfConcern(concern), concern]));
  return {
    raised: [...is].filter(([id]) => !was.has(id)).map(([, concern]) => taskOf(concern, at)),
    settled: [...was.keys()].filter((id) => !is.has(id)),
  };
}

/** Every task that the book, as it stands, has open. */
export function openTasks(state: BookState, at: Instant): BedsTask[] {
  const stays = state.stays.rows().map(({ stayId }) => stayId);
  const beds = state.beds.rows().map(({ bedId }) => bedId);
  return concernsOf(state, { stays, beds, patients: [] }).map((concern) => taskOf(concern, at));
}
