import { cp } from 'node:fs/promises';
import { admissions } from '../product/adt';
import { signIn } from '../product/asking';
import { boardsOf, type Boards } from '../product/boards';
import { idByNumber, orderErasure, untilErased } from '../product/erasing';
import { foundInFiles } from '../product/needles';
import { newFolder, removeFolder, startHere } from '../product/product-here';
import { ABOUT_SOMEBODY, SOMEBODY } from '../product/somebody';
import { killAll, startProduct } from '../product/started-product';

/** In the order in which they come: ordered; messages recorded, copied, truncated; ledgers; claims, record; reported. */
const MOMENTS = [
  'append:after:erasure-:1',
  'append:after:inbox-:1',
  'remove:before:inbox-:1',
  'remove:after:ledger-:2',
  'append:before:erasure-:2',
  'remove:after:identifier-:1',
  'remove:before:patient-:2',
  'append:after:erasure-:6',
];

describe('killed while it erases', () => {
  let fed: string;
  let folder: string;
  let patientId: string;
  let boards: Boards;

  beforeAll(async () => {
    fed = await newFolder();
    const here = await startHere(fed);
    const [first = '', ...others] = admissions(3);
    await here.tell(first, ...ABOUT_SOMEBODY, ...others);
    await here.settled();
    patientId = (await idByNumber(await here.as('bea'), SOMEBODY.number)) ?? '';
    boards = await boardsOf(here);
    await here.stop();
  });
  afterAll(() => removeFolder(fed));
  beforeEach(async () => {
    folder = await newFolder();
    await cp(fed, folder, { recursive: true });
  });
  afterEach(async () => {
    killAll();
    await removeFolder(folder);
  });

  it.each(MOMENTS)('%s: it goes on, and comes to the same end', async (crashAt) => {
    const dying = await startProduct({ folder, crashAt });
    const iggy = await signIn(dying.http, 'iggy');
    // It may die before it answers.
    await orderErasure(iggy, patientId).catch(() => undefined);
    expect(await dying.ended()).toBe('SIGKILL');

    const here = await startHere(folder);
    try {
      await untilErased(await here.as('iggy'), patientId);
      expect(await foundInFiles(folder, SOMEBODY.texts)).toStrictEqual([]);
      expect(await boardsOf(here)).toStrictEqual(boards);
    } finally {
      await here.stop();
    }
  });
});
