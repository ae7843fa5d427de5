import { appConfig } from '@flow/app/product/app-config';
import { makeBackup } from '@flow/app/backup/make-backup';
import { loadConfig } from '@flow/platform/config/load-config';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { admissions } from '../product/adt';
import { newFolder, removeFolder, startHere } from '../product/product-here';
import { runCommand } from '../product/running-command';

const ROOT = join(__dirname, '..', '..');
/** Less than a store, and more than any of the other files. */
const FULL_AT_BYTES = 16_384;

interface Said {
  readonly code: number;
  readonly errors: string;
}

/** No file of the process may become larger: what a full disk looks like to one process alone. */
async function onFullDisk(folder: string, what: string, backup: string): Promise<Said> {
  const args = [process.execPath, join(ROOT, 'scripts', 'run.js'), 'app/backup/main', what, backup];
  const env = { ...process.env, NODE_ENV: 'development', DATA_DIR: folder };
  return new Promise((resolve) => {
    const child = execFile(
      'prlimit',
      [`--fsize=${FULL_AT_BYTES}:`, ...args],
      { cwd: ROOT, env },
      (_error, _output, errors) => resolve({ code: child.exitCode ?? -1, errors }),
    );
  });
}

describe('a backup, or a restore, that fails', () => {
  let base: string;
  let site: string;
  let good: string;
  const config = (folder: string) => loadConfig(appConfig, { NODE_ENV: 'development', DATA_DIR: folder });
  const command = async (folder: string, what: string, backup: string): Promise<Said> =>
    runCommand(folder, ['app/backup/main', what, backup]);
  const refusal = (sentence: string) => ({ code: 1, errors: `${sentence}\n` });

  beforeAll(async () => {
    base = await newFolder();
    [site, good] = [join(base, 'site'), join(base, 'good')];
    const here = await startHere(site);
    await here.tell(...admissions(2));
    await here.settled();
    await here.stop();
    expect(await command(site, 'make', good)).toMatchObject({ code: 0, errors: '' });
  });
  afterAll(() => removeFolder(base));

  it('on a full disk says so, leaves nothing of the backup, and is made again', async () => {
    const target = join(base, 'made-again');
    const { code, errors } = await onFullDisk(site, 'make', target);
    expect(errors).toBe(
      `The backup into ${target} was not made. ${join(target, 'events.db')}: the disk failed, or is full (SQLITE_IOERR_WRITE). Make room on it, and look whether it works. Then make the backup again.\n`,
    );
    expect([code, existsSync(target)]).toStrictEqual([1, false]);
    // A folder that was there stays.
    await mkdir(target);
    expect(await onFullDisk(site, 'make', target)).toMatchObject({ code: 1 });
    expect(await readdir(target)).toStrictEqual([]);
    await makeBackup(config(site), target, '2026-01-31T12:00:00.000Z');
    for (const entry of await readdir(target, { withFileTypes: true, recursive: true }))
      expect((await stat(join(entry.parentPath, entry.name))).mode & 0o077).toBe(0);
  });

  it('into the data folder itself is refused before anything is made', async () => {
    for (const target of [join(site, 'backup'), join(site, 'partners', 'backup'), site]) {
      const { code, errors } = await command(site, 'make', target);
      expect(errors).toContain(`${target} is in the data folder ${site}, and would be lost with it.`);
      expect(code).toBe(1);
    }
    expect(existsSync(join(site, 'backup'))).toBe(false);
  });

  it('on a full disk leaves a restore that nobody takes for a whole one, and that is finished when there is room', async () => {
    const folder = join(base, 'restored');
    const { code, errors } = await onFullDisk(folder, 'restore', good);
    expect({ code, errors }).toStrictEqual(
      refusal(
        `The backup was not restored into ${folder}. ${join(folder, 'events.db')}: a file may not become that large (EFBIG). Raise the limit of file sizes (ulimit -f). Then run the same restore again.`,
      ),
    );
    await expect(startHere(folder)).rejects.toThrow(`was restored into ${folder}, and that did not end.`);
    expect(await command(folder, 'restore', good)).toMatchObject({ code: 0, errors: '' });
    expect(await readFile(join(folder, 'events.db'))).toStrictEqual(await readFile(join(good, 'events.db')));
  });

  it('says which file is damaged, and which place cannot be used', async () => {
    const damaged = join(base, 'damaged');
    await cp(good, damaged, { recursive: true });
    await writeFile(join(damaged, 'backup.json'), '}');
    expect(await command(join(base, 'new'), 'restore', damaged)).toMatchObject(
      refusal(`${join(damaged, 'backup.json')} is damaged: it is no JSON. Take another copy of it, or another backup.`),
    );
    const file = join(good, 'backup.json');
    expect(await command(site, 'make', file)).toMatchObject(
      refusal(
        `The backup into ${file} was not made. ${file}: a part of this path is a file where a folder has to be (ENOTDIR). Move that file away, or name another folder. Then make the backup again.`,
      ),
    );
    // Where making all of the path would not end.
    expect(await command(site, 'make', '/proc/nowhere')).toMatchObject(
      refusal('No folder can be made in /proc. Name another place.'),
    );
    expect(await command(join(base, 'no', 'data'), 'restore', good)).toMatchObject(
      refusal(`There is no folder ${join(base, 'no')} to make data in. Make it first, or name another place.`),
    );
  });

  it('of a folder that lacks a store makes neither a backup nor the store', async () => {
    const folder = join(base, 'without-an-inbox');
    await mkdir(folder);
    for (const name of ['site.key', 'events.db']) await cp(join(good, name), join(folder, name));
    const { code, errors } = await command(folder, 'make', join(base, 'of-a-part'));
    expect([code, errors]).toStrictEqual([1, expect.stringContaining(`${join(folder, 'inbox.db')} is missing`)]);
    expect([existsSync(join(base, 'of-a-part')), existsSync(join(folder, 'inbox.db'))]).toStrictEqual([false, false]);
  });

  it('that was killed is not mixed with the next', async () => {
    const target = join(base, 'killed');
    await mkdir(target);
    await writeFile(join(target, 'backup-being-made'), '');
    expect(await command(site, 'make', target)).toMatchObject(
      refusal(
        `A backup is being made in ${target}, or was stopped there. Delete that folder if nobody is at it, and make the backup again.`,
      ),
    );
    expect(await readdir(target)).toStrictEqual(['backup-being-made']);
  });
});
