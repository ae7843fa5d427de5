import { adt } from '../product/adt';
import { idByNumber } from '../product/erasing';
import { newFolder, removeFolder, startHere, type ProductHere } from '../product/product-here';
import { runCommand } from '../product/running-command';

const WHEN = { in: '20260102090000', out: '20260103090000' };
const MESSAGES = [
  adt('A01', { controlId: 'E1', patient: 1, at: ['W1', '01'], when: WHEN.in }),
  adt('A03', { controlId: 'E2', patient: 1, at: ['W1', '01'], when: WHEN.out, discharged: true }),
];

describe('npm run patients -- erase', () => {
  let folder: string;
  let here: ProductHere;
  let id: string;
  beforeEach(async () => {
    folder = await newFolder();
    here = await startHere(folder);
    await here.tell(...MESSAGES);
    await here.settled();
    id = (await idByNumber(await here.as('bea'), 'P1')) ?? '';
  });
  afterEach(async () => {
    await here.stop();
    await removeFolder(folder);
  });
  const erase = async (...more: readonly string[]) =>
    runCommand(folder, ['app/patients/main', 'erase', id, '--reason', 'TEST_DATA', ...more]);

  it('refuses where nobody can be asked, on the running product and on the stopped one, and erases nobody', async () => {
    const refused = {
      code: 1,
      errors: 'This cannot be taken back. Erase them? Nobody can be asked here: say --yes to do it without asking.\n',
    };
    expect(await erase()).toMatchObject(refused);
    await here.stop();
    expect(await erase()).toMatchObject(refused);
    here = await startHere(folder);
    expect(await idByNumber(await here.as('bea'), 'P1')).toBe(id);
  });
});
