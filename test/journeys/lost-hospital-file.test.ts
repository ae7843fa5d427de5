import { withProductGraph } from '@flow/app/commands/product-graph';
import { appConfig } from '@flow/app/product/app-config';
import { importHospital } from '@flow/app/setup/import-hospital';
import { readHospital } from '@flow/app/setup/read-hospital';
import { loadConfig } from '@flow/platform/config/load-config';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newFolder, removeFolder, SMALL_HOSPITAL, startHere, type ProductHere } from '../product/product-here';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(async () => removeFolder(folder));

const kept = (file: string): string => join(folder, 'hospital', file);

async function bedsOf(here: ProductHere): Promise<number> {
  const { hospitalBoard } = await (
    await here.as('bea')
  ).ask<{ readonly hospitalBoard: { readonly totals: { readonly beds: number } } }>(
    '{ hospitalBoard { totals { beds } } }',
  );
  return hospitalBoard.totals.beds;
}

async function importAgain(): Promise<void> {
  const env = { NODE_ENV: 'development', DATA_DIR: folder };
  await withProductGraph({ config: loadConfig(appConfig, env), env, role: 'administrator' }, async (graph) =>
    importHospital(graph, readHospital(SMALL_HOSPITAL), {
      files: { from: SMALL_HOSPITAL, kept: join(folder, 'hospital') },
      dryRun: false,
      confirm: () => Promise.resolve(true),
      say: () => undefined,
    }),
  );
}

describe('a file of the data folder’s copy of the hospital', () => {
  it('that is lost or garbled stops no later start, is told, and is there again after the same import', async () => {
    await (await startHere(folder)).stop();
    await rm(kept('bays.csv'));
    await writeFile(kept('users.csv'), 'garbage');
    const here = await startHere(folder);
    try {
      expect(await bedsOf(here)).toBe(20);
      const told = here.log.filter((line) => line.includes('The copy of the hospital’s files has faults'));
      expect(told).toHaveLength(1);
      expect(told[0]).toContain('npm run setup -- import FOLDER');
      expect(told[0]).toContain('bays.csv:1: The file cannot be read');
      await importAgain();
    } finally {
      await here.stop();
    }
    for (const file of ['bays.csv', 'users.csv'])
      expect(await readFile(kept(file), 'utf8')).toBe(await readFile(join(SMALL_HOSPITAL, file), 'utf8'));
  });

  it('that the first start needs stops it, and the message says what to do', async () => {
    await cp(SMALL_HOSPITAL, join(folder, 'hospital'), { recursive: true });
    await rm(kept('bays.csv'));
    await expect(startHere(folder, { PARTNERS_DIR: folder })).rejects.toThrow(
      /no hospital is set up yet\. Put its files right, or remove it and start with HOSPITAL_DIR=FOLDER/,
    );
    await expect(startHere(folder)).rejects.toThrow(/partners, which is made from them, is not there/);
  });
});
