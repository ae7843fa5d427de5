import type { Sqlite } from './sqlite';

/** A larger file is not written anew, which would hold up everybody: what was deleted in it is zeros, and used again. */
const MOST_BYTES = 128 * 1024 * 1024;

const numberOf = (sqlite: Sqlite, pragma: 'page_count' | 'page_size'): number =>
  Object.values(sqlite.prepare<Record<string, number>>(`PRAGMA ${pragma}`).get() ?? {})[0] ?? 0;

/**
 * Leaves nothing of what was deleted: freed pages were overwritten as they were freed (secure_delete), the file is written
 * anew where that takes no more than a moment, and the write-ahead log, which has the pages as they were, is emptied.
 * Outside transactions.
 */
export function compact(sqlite: Sqlite): void {
  if (numberOf(sqlite, 'page_count') * numberOf(sqlite, 'page_size') <= MOST_BYTES) sqlite.exec('VACUUM');
  sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}
