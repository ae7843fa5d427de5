import { derivedId } from '@flow/platform/ids/ids';
import type { Instant } from '@flow/platform/time/instant';
import type { BookEvent } from '../book/events';
import { concernsOf, type Concern } from '../book/concerns';
import type { BookState } from '../book/state';
import { taskId, type BedId, type PatientId, type StayId, type TaskId } from '../ids';
import type { StayRemark, ToldStay } from '../stay/told-stay';
import type { OwnerRole, SuggestedFix, Task, TaskKind } from './task';

const SETTLED_BY: Readonly<Record<TaskKind, readonly [OwnerRole, SuggestedFix]>> = {
  'location-disputed': ['ward-clerk', 'CONFIRM_PLACE'],
  'bed-taken': ['bed-manager', 'FIND_BED'],
  'provisional-stay': ['ward-clerk', 'ADMIT_IN_IPM'],
  'unknown-place': ['integration-operator', 'MAP_PLACE'],
  'discharged-still-in-bed': ['ward-clerk', 'DISCHARGE_HERE'],
  'discharged-here-open-there': ['ward-clerk', 'DISCHARGE_IN_IPM'],
  'cancelled-in-bed': ['bed-manager', 'IDENTIFY_PATIENT'],
  'cancelled-after-moves': ['service-manager', 'CHECK_WITH_IPM'],
  'merged-both-in-beds': ['bed-manager', 'CHECK_MERGE'],
  'two-open-stays': ['bed-manager', 'CLOSE_ONE_STAY'],
  'hold-displaced': ['bed-manager', 'FIND_OTHER_BED'],
  'placed-in-closed-bed': ['bed-manager', 'FIND_OTHER_BED'],
  'visit-deleted': ['service-manager', 'CHECK_WITH_IPM'],
  'moved-after-discharge': ['service-manager', 'CHECK_WITH_IPM'],
  'bed-status-disputed': ['ward-clerk', 'CONFIRM_PLACE'],
};

const idOf = ({ kind, cause, subjects }: Concern): TaskId =>
  taskId(derivedId('beds-task', kind, cause, subjects[0] ?? ''));

/** The task that a concern raises. Its id follows from what it is about and why, so that one cause raises one task. */
export function taskOf(concern: Concern, raisedAt: Instant): Task {
  const [ownerRole, suggestedFix] = SETTLED_BY[concern.kind];
  const { kind, subjects } = concern;
  return { taskId: idOf(concern), kind, subjects, raisedAt, ownerRole, suggestedFix };
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
  readonly raised: readonly Task[];
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
export const tasksAfter = (now: BookState, events: readonly BookEvent[], at: Instant): Task[] =>
  concernsOf(now, allTouchedBy(events, now)).map((concern) => taskOf(concern, at));

/** What events of the book give people to settle, and what they have settled. */
export function taskChanges(
  before: BookState,
  after: BookState,
  events: readonly BookEvent[],
  at: Instant,
): TaskChanges {
  const touched = allTouchedBy(events, before);
  const was = new Map(concernsOf(before, touched).map((concern) => [idOf(concern), concern]));
  const is = new Map(concernsOf(after, touched).map((concern) => [idOf(concern), concern]));
  return {
    raised: [...is].filter(([id]) => !was.has(id)).map(([, concern]) => taskOf(concern, at)),
    settled: [...was.keys()].filter((id) => !is.has(id)),
  };
}

/** Every task that the book, as it stands, has open. */
export function openTasks(state: BookState, at: Instant): Task[] {
  const stays = state.stays.rows().map(({ stayId }) => stayId);
  const beds = state.beds.rows().map(({ bedId }) => bedId);
  return concernsOf(state, { stays, beds, patients: [] }).map((concern) => taskOf(concern, at));
}

const OF_REMARK: Readonly<Record<StayRemark, TaskKind | undefined>> = {
  // The stay is flagged on the board; there is nothing to ask of anybody.
  'opened-from-snapshot': undefined,
  'cancelled-after-moves': 'cancelled-after-moves',
  'moved-after-discharge': 'moved-after-discharge',
  'visit-deleted': 'visit-deleted',
};

/** What a stay itself gives people to look at, whether or not the book knows of it. */
export function tasksOfStay({ stayId, patientId, remarks }: ToldStay, at: Instant): Task[] {
  return remarks.flatMap((remark) => {
    const kind = OF_REMARK[remark];
    return kind === undefined ? [] : [taskOf({ kind, cause: stayId, subjects: [stayId, patientId] }, at)];
  });
}
