import { makeBackup } from '@flow/app/backup/make-backup';
import { copyTree, type Copy } from '@flow/app/backup/copying';
import { restoreBackup } from '@flow/app/backup/restore-backup';
import { withProductGraph } from '@flow/app/commands/product-graph';
import { appConfig } from '@flow/app/product/app-config';
import { eventTypes } from '@flow/app/setup/event-types';
import { loadConfig } from '@flow/platform/config/load-config';
import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import { lockFolder } from '@flow/platform/engines/folder-lock';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { admissions } from '../product/adt';
import { boardsOf, type Boards } from '../product/boards';
import { becoming } from '../product/certain';
import { newFolder, removeFolder, startHere, type ProductHere } from '../product/product-here';
import { runCommand } from '../product/running-command';

const MARKER = 'restore-unfinished.json';

/** What a kill, or a disk that is full, leaves of a copy: half of a file, a folder with nothing in it. */
async function halfOf(from: string, to: string): Promise<void> {
  if ((await stat(from)).isDirectory()) {
    await mkdir(to, { recursive: true });
    return;
  }
  const whole = await readFile(from);
  await writeFile(to, whole.subarray(0, whole.length / 2));
}

/** Copies so many parts, then half of one, and ends; `copied` says how many it came to. */
function endingAfter(parts: number, dataDir: string): { readonly copy: Copy; copied: number } {
  const ending = {
    copied: 0,
    copy: async (from: string, to: string) => {
      expect(existsSync(join(dataDir, MARKER))).toBe(true);
      if (ending.copied === parts) {
        await halfOf(from, to);
        throw new Error('The disk is full.');
      }
      await copyTree(from, to);
      ending.copied += 1;
    },
  };
  return ending;
}

/** Every file by its path there, with a hash; what SQLite keeps beside a store, and a backup's label, are left out. */
async function filesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile() && !/-(wal|shm)$|^backup\.json$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
  const hash = async (file: string) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [relative(folder, file), await hash(file)] as const)),
  );
}

describe('a restore that was cut off', () => {
  let base: string;
  let backup: string;
  let boards: Boards;
  let here: ProductHere | undefined;

  const env = (folder: string) => ({ NODE_ENV: 'development', DATA_DIR: folder, DEMO: 'off' });
  const into = (folder: string) => loadConfig(appConfig, env(folder));

  beforeAll(async () => {
    base = await newFolder();
    backup = join(base, 'backup');
    const site = join(base, 'site');
    here = await startHere(site);
    await here.tell(...admissions(2));
    await here.settled();
    boards = await boardsOf(here);
    await here.stop();
    await makeBackup(into(site), backup, '2026-01-31T12:00:00.000Z');
    await makeBackup(into(site), join(base, 'other'), '2026-01-31T13:00:00.000Z');
  });
  afterAll(async () => {
    await here?.stop();
    await removeFolder(base);
  });

  async function nobodyOpens(folder: string): Promise<void> {
    const sentence = `The backup ${backup} was restored into ${folder}, and that did not end. Run the same npm run backup -- restore again: it copies everything anew.`;
    const asking = { config: into(folder), env: env(folder), role: 'administrator' } as const;
    const before = await filesIn(folder);
    await expect(startHere(folder)).rejects.toThrow(sentence);
    await expect(openEmbeddedEngines({ folder })).rejects.toThrow(sentence);
    await expect(withProductGraph(asking, (graph) => graph.execute('{ __typename }'))).rejects.toThrow(sentence);
    await expect(eventTypes({ ...asking, raise: false, say: () => undefined })).rejects.toThrow(sentence);
    await expect(makeBackup(into(folder), join(base, 'of-half'), '2026-01-31T14:00:00.000Z')).rejects.toThrow(sentence);
    expect(await filesIn(folder)).toStrictEqual(before);
  }
  async function everythingIsIn(folder: string): Promise<void> {
    expect(await filesIn(folder)).toMatchObject(await filesIn(backup));
    expect(existsSync(join(folder, MARKER))).toBe(false);
  }

  it('anywhere lets nobody open what is there, and a repeat finishes it', async () => {
    let parts = 0;
    let folder = '';
    for (let ended = false; !ended; parts += 1) {
      folder = join(base, `cut-${parts}`);
      const cut = endingAfter(parts, folder);
      const failure: unknown = await restoreBackup(into(folder), backup, cut.copy).catch((error: unknown) => error);
      ended = !(failure instanceof Error);
      if (!ended) {
        await nobodyOpens(folder);
        await restoreBackup(into(folder), backup);
      }
      await everythingIsIn(folder);
    }
    // hospital, partners, site.key, events.db, inbox.db, and one round without an end.
    expect(parts).toBe(6);
    here = await startHere(folder);
    await here.settled();
    expect(await becoming(boards, 30_000, async () => boardsOf(here as ProductHere))).toStrictEqual(boards);
  });

  it('before its first part is begun again, and holds what it was told of erasures', async () => {
    const folder = join(base, 'early');
    await mkdir(folder);
    await writeFile(join(folder, MARKER), '{"backup":');
    await expect(startHere(folder)).rejects.toThrow(`A backup was restored into ${folder}, and that did not end.`);
    const patientId = randomUUID();
    const order = { patientId, patientIds: [patientId], claims: [], reason: 'TEST_DATA', by: 'iggy' };
    const erasures = join(base, 'since.log');
    await writeFile(erasures, `${JSON.stringify({ format: 1, ...order, at: '2026-03-03T21:00:00.000Z' })}\n`);
    const cut = endingAfter(0, folder);
    await expect(restoreBackup({ ...into(folder), erasures }, backup, cut.copy)).rejects.toThrow('full');
    await restoreBackup(into(folder), backup);
    expect(await readFile(join(folder, 'erasures.log'), 'utf8')).toBe(await readFile(erasures, 'utf8'));
  });

  it('is not mixed with another backup, nor with another restore at the same time', async () => {
    const folder = join(base, 'mixed');
    await expect(restoreBackup(into(folder), backup, endingAfter(2, folder).copy)).rejects.toThrow('full');
    const run = await runCommand(folder, ['app/backup/main', 'restore', join(base, 'other')]);
    expect(run).toMatchObject({
      code: 1,
      errors: `The restore of another backup, ${backup}, into ${folder} did not end. Restore that one again, or empty the folder first.\n`,
    });
    const lock = lockFolder(folder);
    await expect(restoreBackup(into(folder), backup)).rejects.toThrow(`${folder} is in use by process`);
    lock.release();
    await restoreBackup(into(folder), backup);
    await everythingIsIn(folder);
  });
});
