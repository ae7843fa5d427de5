import { appConfig } from '@flow/app/product/app-config';
import { eventTypes } from '@flow/app/setup/event-types';
import { loadConfig } from '@flow/platform/config/load-config';
import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import { systemClock } from '@flow/platform/time/clock';
import { siteVocabularies } from '@flow/platform/vocabulary/raise';
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

async function eventTypesOf(folder: string, raise: boolean): Promise<readonly string[]> {
  const env = { NODE_ENV: 'development', DATA_DIR: folder, LOG_LEVEL: 'silent' };
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  expect(await eventTypes({ config: loadConfig(appConfig, env), env, raise, say })).toBe(0);
  return lines;
}

describe.each(VERSIONS)('the data folder that version %s left', (version) => {
  it('shows the same boards, takes the next message, and is rebuilt to the same', async () => {
    const { folder, boards } = await openDataFolder(join(UPGRADE, version));
    const here = await startHere(folder);
    try {
      expect(await boardsOf(here)).toStrictEqual(boards);
      expect(await eventTypesOf(folder, true)).toStrictEqual(
        ['patients', 'beds', 'ipm', 'gateway'].map((service) => `${service}: writes vocabulary 1 already.`),
      );
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
  });

  it('is not gone on with by a version that knows less than is written', async () => {
    const { folder } = await openDataFolder(join(UPGRADE, version));
    try {
      const engines = await openEmbeddedEngines({ folder });
      const { events: store, documents } = engines;
      const vocabularies = { beds: { 'planted.v1': 2 } };
      const site = siteVocabularies({ store, documents, vocabularies, clock: systemClock });
      expect(await site.raise('ada')).toMatchObject([{ service: 'beds', written: 2, outcome: 'raised' }]);
      await engines.close();
      await expect(startHere(folder)).rejects.toThrow(
        'beds writes stored events of vocabulary 2, and this version knows 1 alone. ' +
          'Start the newer version, or restore the backup from before.',
      );
      expect(await eventTypesOf(folder, false)).toContain('beds: writes vocabulary 2; this version knows 1.');
    } finally {
      await removeFolder(folder);
    }
  });

  it('is small, whole and of no machine', () => {
    const files = filesIn(join(UPGRADE, version));
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(1024 * 1024);
    expect(files.filter((file) => /-(wal|shm|journal)$/.test(file))).toStrictEqual([]);
    const texts = files.map((file) => readFileSync(file, 'latin1')).join('');
    expect(texts).not.toContain('/tmp/');
    expect(texts).not.toContain(process.cwd());
  });
});
