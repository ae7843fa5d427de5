import type { Metrics } from '@flow/platform/telemetry/metrics';
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** Larger files than these grow with what the hospital does; `audit-spool` is a folder of files. */
const FILES = ['events.db', 'inbox.db', 'bus.db', 'documents.db'] as const;

const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => undefined))?.size ?? 0;

/** Tells how large the stores of an embedded site are, and how much room is left on their disk. */
export function measureDataFolder(metrics: Metrics, folder: string): void {
  const free = metrics.gauge({ name: 'data_free_bytes', help: 'Free on the disk of the data folder.' });
  const size = metrics.gauge({ name: 'data_disk_bytes', help: 'Size of the disk of the data folder.' });
  const files = metrics.gauge({
    name: 'data_file_bytes',
    help: 'Size of each store, with its write-ahead log.',
    labels: { file: FILES },
  });
  metrics.beforeReading('data-folder', async () => {
    const { bavail, blocks, bsize } = await statfs(folder);
    free.set(bavail * bsize);
    size.set(blocks * bsize);
    for (const file of FILES) {
      const [main, log] = await Promise.all([sizeOf(join(folder, file)), sizeOf(join(folder, `${file}-wal`))]);
      files.set(main + log, { file });
    }
  });
}

/** Tells how much of the audit waits outside its store, and for how long. */
export function measureAuditSpool(metrics: Metrics, folder: string): void {
  const bytes = metrics.gauge({
    name: 'audit_spool_bytes',
    help: 'Audit entries that wait for their store, in bytes.',
  });
  const age = metrics.gauge({
    name: 'audit_spool_age_s',
    help: 'How long ago the oldest file of the spool was written.',
  });
  metrics.beforeReading('audit-spool', async () => {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl'));
    const found = await Promise.all(names.map(async (name) => stat(join(folder, name)).catch(() => undefined)));
    const files = found.filter((file) => file !== undefined);
    bytes.set(files.reduce((sum, file) => sum + file.size, 0));
    age.set(Math.max(0, ...files.map((file) => (Date.now() - file.birthtimeMs) / 1000)));
  });
}
