import type { Filter } from '@flow/platform/documents/documents';
import type { BedHistoryDocument } from '../../projections/bed-history';
import type { ReadModel } from '../../projections/read-model';
import type { StayDocument } from '../../projections/stay-document';
import type { TaskDocument } from '../../projections/task-document';

/** The most stays that are shown of one patient. */
const MOST_STAYS = 200;

export interface TaskKey {
  readonly raisedAt: string;
  readonly taskId: string;
}

/** Questions to the documents of this service. */
export interface Lists {
  stay(stayId: string): Promise<StayDocument | undefined>;
  /** The latest first. */
  staysOf(patientId: string): Promise<readonly StayDocument[]>;
  /** The oldest first. */
  tasks(status: TaskDocument['status'], page: { limit: number; after?: TaskKey }): Promise<readonly TaskDocument[]>;
  openTasksOf(subject: string): Promise<readonly TaskDocument[]>;
  /** The latest first. */
  bedHistory(bedId: string, page: { limit: number; before?: string }): Promise<readonly BedHistoryDocument[]>;
}

const laterThan = ({ raisedAt, taskId }: TaskKey): Filter => ({
  $or: [{ raisedAt: { $gt: raisedAt } }, { raisedAt, _id: { $gt: taskId } }],
});

/** `model`: the one that is current when it is asked, since a rebuild puts another in its place. */
export function listsOver(model: () => ReadModel): Lists {
  return {
    stay: (stayId) => model().stays.findOne({ _id: stayId }),
    staysOf: (patientId) => model().stays.find({ patientId }, { sort: { begins: -1 }, limit: MOST_STAYS }),
    tasks: (status, { limit, after }) =>
      model().tasks.find(
        { status, ...(after === undefined ? {} : laterThan(after)) },
        { sort: { raisedAt: 1 }, limit },
      ),
    openTasksOf: (subject) => model().tasks.find({ subjects: subject, status: 'open' }, { limit: MOST_STAYS }),
    bedHistory: (bedId, { limit, before }) =>
      model().bedHistory.find(
        { bedId, ...(before === undefined ? {} : { _id: { $lt: before } }) },
        { sort: { _id: -1 }, limit },
      ),
  };
}
