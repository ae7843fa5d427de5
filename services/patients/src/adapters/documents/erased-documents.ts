import type { Erasure } from '../../domain/erasure';
import { PeerUnavailable } from '@flow/platform/graphql/peer';
import type { TaskId } from '@flow/platform/tasks/task';
import type { PatientId } from '../../domain/ids';
import type { ErasureDocument } from '../../projections/erasure-document';
import { GONE_FOR_GOOD } from '../../projections/gone';
import type { ReadModel } from '../../projections/read-model';
import type { SearchModel } from '../../projections/search-model';

/** More tasks than this are about nobody. */
const MOST_TASKS = 500;

export interface ErasedDocuments {
  /** The erasure that took a record, by any id of the person. */
  erased(patientId: PatientId): Promise<ErasureDocument | undefined>;
  /** Whether anything that the documents show of them is left. Rejects with PeerUnavailable while past events are read. */
  isShown(erasure: Pick<Erasure, 'patientIds'>): Promise<boolean>;
  /** Rejects as `isShown`. */
  openTasksAbout(patientIds: readonly PatientId[]): Promise<readonly TaskId[]>;
  notesAbout(patientIds: readonly PatientId[], limit: number): Promise<number>;
}

export interface BuiltDocuments {
  readonly current: () => ReadModel;
  readonly search: () => SearchModel;
  /** Both have read past events. */
  readonly caughtUp: () => boolean;
}

export function erasedDocuments({ current, search, caughtUp }: BuiltDocuments): ErasedDocuments {
  /** What is still being built shows nobody yet, and may in a moment. */
  function refuseHalfBuilt(): void {
    if (!caughtUp()) throw new PeerUnavailable('patients');
  }
  return {
    erased: (patientId) => current().erasures.findOne({ patientIds: patientId }),
    async isShown({ patientIds }) {
      refuseHalfBuilt();
      const { patients, notes } = current();
      const standing = { _id: { $in: patientIds }, revision: { $lt: GONE_FOR_GOOD } };
      const left = [
        await patients.all.count(standing, 1),
        await notes.count({ patientId: { $in: patientIds } }, 1),
        await search().people.all.count(standing, 1),
      ];
      return left.some((count) => count > 0);
    },
    async openTasksAbout(patientIds) {
      refuseHalfBuilt();
      const filter = { status: 'open', subjects: { $in: patientIds } };
      return (await current().tasks.find(filter, { limit: MOST_TASKS })).map(({ taskId }) => taskId);
    },
    notesAbout: (patientIds, limit) => current().notes.count({ patientId: { $in: patientIds } }, limit),
  };
}
