import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../engines/sqlite';
import { makeFolder } from './make-folder';
import { systemFaultOf, systemSentence } from './system-fault';

const coded = (code: string, path?: string): Error => Object.assign(new Error(code), { code, ...(path && { path }) });

describe('what the system says, in words', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'system-fault-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const thrownBy = (work: () => unknown): unknown => {
    try {
      work();
    } catch (error) {
      return error;
    }
    throw new Error('Nothing was thrown.');
  };

  it('names the place, what is the matter and what to do', () => {
    expect(systemSentence(coded('ENOSPC', '/data/events.db'))).toBe(
      '/data/events.db: the disk is full (ENOSPC). Make room on it.',
    );
    expect(systemSentence(coded('ENOSPC'), '/data')).toBe('/data: the disk is full (ENOSPC). Make room on it.');
    expect(systemSentence(coded('SQLITE_FULL'))).toBe('The disk is full (SQLITE_FULL). Make room on it.');
  });

  it('names the copy, and not what was copied, where there is no room', () => {
    const copying = (code: string) => Object.assign(coded(code, '/from.csv'), { dest: '/data/to.csv' });
    expect(systemSentence(copying('ENOSPC'))).toContain('/data/to.csv: the disk is full');
    expect(systemSentence(copying('EFBIG'))).toContain('/data/to.csv: a file may not become that large');
    expect(systemSentence(copying('ENOENT'))).toContain('/from.csv: there is no such file');
  });

  it('finds it behind other errors, and takes SQLite’s finer codes for the coarse one', () => {
    const behind = new Error('An engine failed.', { cause: coded('SQLITE_IOERR_WRITE', '/data/bus.db') });
    expect(systemFaultOf(behind)).toMatchObject({ code: 'SQLITE_IOERR_WRITE', path: '/data/bus.db' });
  });

  it.each([[new Error('Something else.')], [coded('E_OURS')], ['text'], [undefined]])('has no words for %s', (error) =>
    expect(systemSentence(error)).toBeUndefined(),
  );

  it('knows the path of a damaged store', () => {
    const file = join(folder, 'events.db');
    writeFileSync(file, Buffer.alloc(8192, 7));
    expect(systemSentence(thrownBy(() => openSqlite(file, 'full')))).toContain(`${file}: the file is damaged`);
  });

  it('knows the path of a file that cannot be opened', () =>
    expect(systemSentence(thrownBy(() => openSqlite(folder, 'full')))).toContain(
      `${folder}: the file cannot be opened`,
    ));

  it('makes a folder and those above it, and says which cannot be', () => {
    makeFolder(join(folder, 'a', 'b'));
    makeFolder(join(folder, 'a', 'b'));
    writeFileSync(join(folder, 'file'), '');
    for (const path of ['file', 'file/c', 'file/c/d'])
      expect(systemSentence(thrownBy(() => makeFolder(join(folder, path))))).toContain('file: something of that name');
    expect(systemSentence(thrownBy(() => makeFolder('/proc/foo/bar')))).toContain('/proc/foo');
  });
});
