import { makeBackup } from '@flow/app/backup/make-backup';
import { restoreBackup } from '@flow/app/backup/restore-backup';
import { appConfig } from '@flow/app/product/app-config';
import { loadConfig } from '@flow/platform/config/load-config';
import { join } from 'node:path';
import { admissions } from '../product/adt';
import { signIn } from '../product/asking';
import { boardsOf, type Boards } from '../product/boards';
import { becoming } from '../product/certain';
import { idByNumber, orderErasure, untilErased } from '../product/erasing';
import { foundInFiles } from '../product/needles';
import { newFolder, removeFolder, startHere } from '../product/product-here';
import { ABOUT_SOMEBODY, SOMEBODY } from '../product/somebody';
import { EndedAtStart, killAll, startProduct } from '../product/started-product';

/** In the order in which they come: known everywhere; the doors held; ordered again; under way; unseen; let in. */
const MOMENTS = [
  'document:after:erasure-orders:1',
  'document:before:held-doors:1',
  'append:before:erasure-:1',
  'append:after:erasure-:1',
  'append:after:erasure-:3',
  'document:before:held-doors:2',
];

describe('killed while it erases again', () => {
  let base: string;
  let backup: string;
  let ordered: string;
  let boards: Boards;
  let patientId: string;

  const into = (folder: string) => loadConfig(appConfig, { NODE_ENV: 'development', DATA_DIR: folder });

  beforeAll(async () => {
    base = await newFolder();
    [backup, ordered] = [join(base, 'backup'), join(base, 'ordered')];
    const here = await startHere(ordered);
    await here.tell(...admissions(2), ...ABOUT_SOMEBODY);
    await here.settled();
    patientId = (await idByNumber(await here.as('bea'), SOMEBODY.number)) ?? '';
    boards = await boardsOf(here);
    await here.stop();
    await makeBackup(into(ordered), backup, '2026-01-31T12:00:00.000Z');

    // Killed when the order was kept and the store had not been told: nobody was answered, and it is an order.
    const dying = await startProduct({ folder: ordered, crashAt: 'append:before:erasure-:1' });
    await orderErasure(await signIn(dying.http, 'iggy'), patientId).catch(() => undefined);
    expect(await dying.ended()).toBe('SIGKILL');
  });
  afterAll(() => removeFolder(base));
  afterEach(() => killAll());

  async function comesToItsEnd(folder: string): Promise<void> {
    const here = await startHere(folder);
    try {
      await untilErased(await here.as('iggy'), patientId);
      expect(await foundInFiles(folder, SOMEBODY.texts)).toStrictEqual([]);
      expect(await becoming(boards, 20_000, () => boardsOf(here))).toStrictEqual(boards);
    } finally {
      await here.stop();
    }
  }

  it.each(MOMENTS)('%s: it goes on, and comes to the same end', async (crashAt) => {
    const folder = join(base, crashAt.replaceAll(':', '-'));
    await restoreBackup({ ...into(folder), erasures: ordered }, backup);
    const killed = await startProduct({ folder, crashAt }).then(
      (dying) => dying.ended(),
      (error: unknown) => (error instanceof EndedAtStart ? error.how : error),
    );
    expect(killed).toBe('SIGKILL');
    await comesToItsEnd(folder);
  });

  it('goes on with an order that was kept and not begun', () => comesToItsEnd(ordered));
});
