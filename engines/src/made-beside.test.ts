import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeBeside } from './made-beside';

describe('a folder that is made beside', () => {
  let around: string;
  beforeEach(async () => {
    around = await mkdtemp(join(tmpdir(), 'flow-beside-'));
  });
  afterEach(async () => rm(around, { recursive: true }));

  it('is the one of whoever was first, and nothing else is left', async () => {
    const folder = join(around, 'jars');
    const made = async (by: string): Promise<void> =>
      madeBeside(folder, async (into) => {
        await writeFile(join(into, 'by'), by);
      });
    await Promise.all([made('one'), made('another'), made('a third')]);
    expect(['one', 'another', 'a third']).toContain(await readFile(join(folder, 'by'), 'utf8'));
    expect(await readdir(around)).toStrictEqual(['jars']);
  });

  it('is not there when it could not be made', async () => {
    const failing = madeBeside(join(around, 'jars'), async (into) => {
      await writeFile(join(into, 'half'), '');
      throw new Error('The network is down.');
    });
    await expect(failing).rejects.toThrow('The network is down.');
    expect(await readdir(around)).toStrictEqual([]);
  });
});
