import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { adt } from '../product/adt';
import { boardsOf } from '../product/boards';
import { certain } from '../product/certain';
import { openDataFolder, writeDataFolder } from '../product/kept-data-folder';
import { removeFolder, startHere } from '../product/product-here';
import { rebuild } from '../product/rebuilding';

const UPGRADE = join(__dirname, '..', 'data', 'upgrade');
/** Each stays for ever: what a hospital was written with once must be read by every later version. */
const VERSIONS = ['1'] as const;

const toWrite = process.env['WRITE_DATA_FOLDER'];
if (toWrite !== undefined)
  it('writes the data folder of this version', () => writeDataFolder(join(UPGRADE, toWrite)), 60_000);

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

describe.each(VERSIONS)('the data folder that version %s left', (version) => {
  it('shows the same boards, takes the next message, and is rebuilt to the same', async () => {
    const { folder, boards } = await openDataFolder(join(UPGRADE, version));
    const here = await startHere(folder);
    try {
      expect(await boardsOf(here)).toStrictEqual(boards);
      await here.tell(adt('A01', { controlId: 'NEXT', patient: 40, at: ['W2', '10'], when: '20260103090000' }));
      await here.settled();
      const next = await certain('the next is on a board', 15_000, async () => {
        const boards = await boardsOf(here);
        return JSON.stringify(boards).includes('Testperson40') ? boards : undefined;
      });
      for (const service of ['patients', 'beds', 'ipm'])
        expect(await rebuild(here, service)).toMatch(/^\{"events":\d+\}$/);
      expect(await boardsOf(here)).toStrictEqual(next);
    } finally {
      await here.stop();
      await removeFolder(folder);
    }
  }, 60_000);

  it('is small, whole and of no machine', () => {
    const files = filesIn(join(UPGRADE, version));
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(1024 * 1024);
    expect(files.filter((file) => /-(wal|shm|journal)$/.test(file))).toStrictEqual([]);
    const texts = files.map((file) => readFileSync(file, 'latin1')).join('');
    expect(texts).not.toContain('/tmp/');
    expect(texts).not.toContain(process.cwd());
  });
});
