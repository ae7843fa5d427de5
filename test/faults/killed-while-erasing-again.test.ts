import { makeBackup } from '@flow/app/backup/make-backup';
import { restoreBackup } from '@flow/app/backup/restore-backup';
import { appConfig } from '@flow/app/product/app-config';
import { loadConfig } from '@flow/platform/config/load-config';
import { join } from 'node:path';
import { admissions } from '../product/adt';
import { signIn } from '../product/asking';
import { boardsOf, type Boards } from '../product/boards';
import { becoming, certain } from '../product/certain';
import { foundInFiles } from '../product/needles';
import { newFolder, removeFolder, startHere } from '../product/product-here';
import { ABOUT_SOMEBODY, SOMEBODY } from '../product/somebody';
import { EndedAtStart, killAll, startProduct } from '../product/started-product';

const NAMED = `query ($value: String!) { patient(by: { hospitalNumber: { authority: "RXX", value: $value } }) { id } }`;
const ERASE = `mutation ($input: ErasePatientInput!) { erasePatient(input: $input) { __typename } }`;
const ERASURE = `query ($id: ID!) { erasure(patientId: $id) { state } }`;

interface Named {
  readonly patient: { readonly id: string } | null;
}
interface Known {
  readonly erasure: { readonly state: string } | null;
}

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
    patientId = (await (await here.as('bea')).ask<Named>(NAMED, { value: SOMEBODY.number })).patient?.id ?? '';
    boards = await boardsOf(here);
    await here.stop();
    await makeBackup(into(ordered), backup, '2026-01-31T12:00:00.000Z');

    // Killed when the order was kept and the store had not been told: nobody was answered, and it is an order.
    const dying = await startProduct({ folder: ordered, crashAt: 'append:before:erasure-:1' });
    const input = { idempotencyKey: 'e1', patientId, reason: 'TEST_DATA' };
    await (await signIn(dying.http, 'iggy')).ask(ERASE, { input }).catch(() => undefined);
    expect(await dying.ended()).toBe('SIGKILL');
  });
  afterAll(() => removeFolder(base));
  afterEach(() => killAll());

  async function comesToItsEnd(folder: string): Promise<void> {
    const here = await startHere(folder);
    try {
      const officer = await here.as('iggy');
      await certain('it is erased', 40_000, async () => {
        const known = await officer.ask<Known>(ERASURE, { id: patientId }).catch(() => undefined);
        return known?.erasure?.state === 'FINISHED' ? true : undefined;
      });
      expect(await foundInFiles(folder, SOMEBODY.texts)).toStrictEqual([]);
      expect(await becoming(boards, 20_000, () => boardsOf(here))).toStrictEqual(boards);
    } finally {
      await here.stop();
    }
  }

  it.each(MOMENTS)(
    '%s: it goes on, and comes to the same end',
    async (crashAt) => {
      const folder = join(base, crashAt.replaceAll(':', '-'));
      await restoreBackup({ ...into(folder), erasures: ordered }, backup);
      const killed = await startProduct({ folder, crashAt }).then(
        (dying) => dying.ended(),
        (error: unknown) => (error instanceof EndedAtStart ? error.how : error),
      );
      expect(killed).toBe('SIGKILL');
      await comesToItsEnd(folder);
    },
    120_000,
  );

  it('goes on with an order that was kept and not begun', () => comesToItsEnd(ordered), 120_000);
});
