import { withProductGraph } from '@flow/app/commands/product-graph';
import { makeBackup } from '@flow/app/backup/make-backup';
import { restoreBackup } from '@flow/app/backup/restore-backup';
import { erase, erasingOf } from '@flow/app/patients/erase';
import { appConfig } from '@flow/app/product/app-config';
import { loadConfig } from '@flow/platform/config/load-config';
import { existsSync } from 'node:fs';
import { appendFile, cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { admissions } from '../product/adt';
import { boardsOf, type Boards } from '../product/boards';
import { becoming, certain } from '../product/certain';
import { idByNumber } from '../product/erasing';
import { found, foundInFiles } from '../product/needles';
import { newFolder, removeFolder, SMALL_HOSPITAL, startHere, type ProductHere } from '../product/product-here';
import { ABOUT_SOMEBODY, SOMEBODY } from '../product/somebody';

const NOTE = `mutation ($input: WriteNoteInput!) { writeNote(input: $input) { __typename } }`;
const SEARCH = `{ searchPatients(text: "quillfeather", first: 5) { nodes { id } } }`;
const ERASURE = `query ($id: ID!) { erasure(patientId: $id) { state orderedBy reason } }`;

describe('who was erased is erased again', () => {
  let base: string;
  let old: string;
  let folder: string;
  let backup: string;
  let here: ProductHere;
  let patientId: string;
  let boards: Boards;
  let count = 0;

  const env = () => ({ NODE_ENV: 'development', DATA_DIR: folder, HOSPITAL_DIR: SMALL_HOSPITAL, LOG_LEVEL: 'silent' });
  const config = () => loadConfig(appConfig, env());
  async function named(number: string): Promise<string | undefined> {
    return idByNumber(await here.as('bea'), number);
  }
  async function eraseNow(): Promise<void> {
    const terminal = { say: () => undefined, confirm: () => Promise.resolve(true) };
    const erasing = erasingOf(['erase', patientId, '--reason', 'ERASURE_REQUEST']);
    const asking = { config: config(), env: env(), role: 'ig-officer' } as const;
    expect(await withProductGraph(asking, (graph) => erase(graph, erasing, terminal))).toBe(0);
  }
  /** Asks for them from the first moment on: refused or not, nobody is told of them. */
  async function nobodyKnowsThem(): Promise<void> {
    const bea = await here.as('bea');
    await certain('people are let in', 60_000, async () => {
      const answer = await bea.ask(SEARCH).catch((error: unknown) => error);
      if (answer instanceof Error) return undefined;
      expect(answer).toStrictEqual({ searchPatients: { nodes: [] } });
      const ready = await fetch(`${here.http}/readyz`);
      return ready.ok ? true : undefined;
    });
    expect(await named(SOMEBODY.number)).toBeUndefined();
    expect(await named('P1')).toBeDefined();
    const iggy = await here.as('iggy');
    const finished = {
      erasure: { state: 'FINISHED', orderedBy: expect.any(String) as string, reason: 'ERASURE_REQUEST' },
    };
    expect(await becoming(finished, 30_000, () => iggy.ask(ERASURE, { id: patientId }))).toMatchObject(finished);
    expect(await foundInFiles(folder, SOMEBODY.texts)).toStrictEqual([]);
    expect(found(Buffer.from(here.log.join('\n')), SOMEBODY.texts)).toStrictEqual([]);
    await here.settled();
    expect(await becoming(boards, 30_000, () => boardsOf(here))).toStrictEqual(boards);
  }
  const timesTold = (sentence: string): number => here.log.filter((line) => line.includes(sentence)).length;

  beforeAll(async () => {
    base = await newFolder();
    [old, backup, folder] = [join(base, 'old'), join(base, 'backup'), join(base, 'old')];
    here = await startHere(folder);
    await here.tell(...admissions(2), ...ABOUT_SOMEBODY);
    await here.settled();
    patientId = (await named(SOMEBODY.number)) ?? '';
    const input = { idempotencyKey: 'n1', patientId, kind: 'GENERAL', text: SOMEBODY.note };
    await (await here.as('bea')).ask(NOTE, { input });
    boards = await boardsOf(here);
    await makeBackup(config(), backup, '2026-01-31T12:00:00.000Z');
    expect((await foundInFiles(backup, SOMEBODY.texts)).length).toBeGreaterThan(10);
    await eraseNow();
    await here.stop();
  });
  beforeEach(() => {
    folder = join(base, `data-${(count += 1)}`);
  });
  afterEach(() => here.stop());
  afterAll(() => removeFolder(base));

  it('when a backup is restored, with what the old data folder knows', async () => {
    await restoreBackup({ ...config(), erasures: old }, backup);
    here = await startHere(folder);
    await nobodyKnowsThem();
    expect(timesTold('they are applied again')).toBe(1);
    await here.stop();

    // Begun once more it changes nothing, and the next backup knows of them by itself.
    here = await startHere(folder);
    expect(timesTold('they are applied again')).toBe(0);
    const next = join(base, 'next');
    await makeBackup(config(), next, '2026-01-31T13:00:00.000Z');
    folder = join(base, 'restored');
    await restoreBackup(config(), next);
    expect(await readFile(join(folder, 'erasures.log'))).toStrictEqual(await readFile(join(old, 'erasures.log')));
  });

  it('when the stores alone are put back by copying their files, before a stopped product is asked, too', async () => {
    await cp(old, folder, { recursive: true });
    for (const name of ['events.db', 'inbox.db']) {
      for (const suffix of ['-wal', '-shm']) await rm(join(folder, `${name}${suffix}`), { force: true });
      await cp(join(backup, name), join(folder, name));
    }
    const graph = { config: config(), env: env(), role: 'ig-officer' } as const;
    const preview = `query ($id: ID!) { erasurePreview(patientId: $id) { name } }`;
    expect(await withProductGraph(graph, (asked) => asked.execute(preview, { id: patientId }))).toStrictEqual({
      erasurePreview: null,
    });
    here = await startHere(folder);
    await nobodyKnowsThem();
  });

  it('and where a line says nothing of the kind, the start and the restore say which', async () => {
    await cp(old, folder, { recursive: true });
    const file = join(folder, 'erasures.log');
    await appendFile(file, 'not an order\n');
    const sentence = `${file}, line 2 is no order of an erasure. Put it right, or take the line out.`;
    await expect(startHere(folder)).rejects.toThrow(sentence);
    folder = join(base, 'new');
    await expect(restoreBackup({ ...config(), erasures: file }, backup)).rejects.toThrow(sentence);
    await expect(restoreBackup({ ...config(), erasures: join(base, 'nowhere') }, backup)).rejects.toThrow(
      'There is no',
    );
    // The folder that holds it, or one of a process that took no erasures.
    await expect(restoreBackup({ ...config(), erasures: base }, backup)).rejects.toThrow(
      `There is no ${join(base, 'erasures.log')}, so nothing says who was erased.`,
    );
    expect(existsSync(folder)).toBe(false);
  });
});
