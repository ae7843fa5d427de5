import type { Collection, Filter, IndexSpec } from '../documents/documents';
import type { Instant } from '../time/instant';
import type { TaskOwner } from './task';
import type { TaskDocument } from './task-document';

/** What a list of tasks sorts and selects by. */
export const TASK_INDEXES: readonly IndexSpec[] = [{ fields: ['status', 'raisedAt'] }, { fields: ['subjects'] }];

/** Whose claims are wanted. */
export type ClaimedBy = { readonly somebody: true } | { readonly nobody: true } | { readonly user: string };

export interface TaskFilter {
  readonly status: TaskDocument['status'];
  readonly ownerRole?: TaskOwner;
  readonly kind?: string;
  /** Claims of `lapsedUpTo` and before have lapsed. */
  readonly claimed?: { readonly by: ClaimedBy; readonly lapsedUpTo: Instant };
}

/** The last task seen. */
export interface TaskCursor {
  readonly raisedAt: string;
  readonly taskId: string;
}

export interface TaskPage {
  readonly limit: number;
  readonly after?: TaskCursor;
}

/** A service's tasks as documents, which may be a moment behind the streams. */
export interface TaskList<Kind extends string> {
  /** The oldest first. */
  find(filter: TaskFilter, page: TaskPage): Promise<readonly TaskDocument<Kind>[]>;
}

const laterThan = ({ raisedAt, taskId }: TaskCursor): readonly Filter[] => [
  { raisedAt: { $gt: raisedAt } },
  { raisedAt, _id: { $gt: taskId } },
];

function claimed({ by, lapsedUpTo }: NonNullable<TaskFilter['claimed']>): readonly Filter[] {
  const standing = { claimedAt: { $gt: lapsedUpTo } };
  if ('user' in by) return [{ ...standing, claimedBy: by.user }];
  return 'somebody' in by ? [standing] : [{ claimedAt: null }, { claimedAt: { $lte: lapsedUpTo } }];
}

/** `current`: the documents to look in now, since a rebuild brings others. */
export function taskList<Kind extends string>(current: () => Collection<TaskDocument<Kind>>): TaskList<Kind> {
  return {
    find(filter, { limit, after }) {
      const { status, ownerRole, kind } = filter;
      const fields = { status, ...(ownerRole !== undefined && { ownerRole }), ...(kind !== undefined && { kind }) };
      const claims = filter.claimed === undefined ? [{}] : claimed(filter.claimed);
      const ways: readonly Filter[] = (after === undefined ? [{}] : laterThan(after)).flatMap((later) =>
        claims.map((claim) => ({ ...later, ...claim })),
      );
      const only = ways.length === 1 ? ways[0] : { $or: ways };
      return current().find({ ...fields, ...only }, { sort: { raisedAt: 1 }, limit });
    },
  };
}
