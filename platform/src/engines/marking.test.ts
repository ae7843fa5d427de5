import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { openSqliteDocuments } from '../documents/sqlite-documents';
import { openSqliteEventStore } from '../event-store/sqlite-event-store';
import { sampleEvent } from '../event-store/testing';
import { until } from '../running/testing';
import { silentLog } from '../telemetry/log';
import { systemClock } from '../time/clock';
import { openKnownMarks } from './known-marks';
import { markStore } from './marking';
import { lastMark, writeMark, type Mark } from './store-marks';

it('has the documents know of a mark that another process made and did not live to tell', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flow-marking-'));
  const store = openSqliteEventStore(join(folder, 'events.db'));
  const documents = openSqliteDocuments(join(folder, 'documents.db'));
  const known = await openKnownMarks(documents);
  const marked = markStore({
    ...{ name: 'events', store, epoch: 'e1', epochNow: () => Promise.resolve('e1'), known },
    ...{ clock: systemClock, log: silentLog, everyMs: 60_000 },
  });
  try {
    await marked.store.append('sample-1', 'no-stream', [sampleEvent()]);
    let others: Mark | undefined;
    // It may be at its own first mark.
    await until(async () => {
      others = await writeMark(store, await lastMark(store), systemClock.now()).catch(() => undefined);
      return others !== undefined;
    });
    await marked.close();
    expect((await known.newest('events', 'e1'))?.id).toBe(others?.id);
  } finally {
    store.close();
    documents.close();
    rmSync(folder, { recursive: true });
  }
});
