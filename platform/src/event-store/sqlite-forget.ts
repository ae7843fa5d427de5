import { compact } from '../engines/compact';
import type { GroupCommit } from '../engines/group-commit';
import type { Sqlite } from '../engines/sqlite';
import { keepLastPosition } from './sqlite-schema';

/** So that those who append meanwhile wait no longer than for a commit. */
const MOST_AT_ONCE = 200;

/** Removes the rows of events that are read no more: of deleted streams, before a truncation, beyond a most count. */
export function forgetter(sqlite: Sqlite, commits: GroupCommit): () => Promise<void> {
  const hiding = sqlite.prepare<{ id: number; visible: number }>(
    `SELECT id, max(gone, first, CASE WHEN max_count IS NULL THEN 0 ELSE last - max_count + 1 END) AS visible
     FROM streams WHERE gone > 0 OR first > 0 OR max_count IS NOT NULL`,
  );
  const remove = sqlite.prepare(
    'DELETE FROM events WHERE position IN (SELECT position FROM events WHERE stream = ? AND revision < ? LIMIT ?)',
  );

  return async function forget(): Promise<void> {
    await commits.run(() => keepLastPosition(sqlite));
    for (const { id, visible } of hiding.all()) {
      let removed = MOST_AT_ONCE;
      while (removed === MOST_AT_ONCE) removed = await commits.run(() => remove.run(id, visible, MOST_AT_ONCE));
    }
    compact(sqlite);
  };
}
