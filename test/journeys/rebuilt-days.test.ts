import { newFolder, removeFolder, startHere, type ProductHere } from '../product/product-here';
import { rebuild } from '../product/rebuilding';
import { everythingShown, someHours } from '../product/some-hours';

/** The seeds are of no day in particular; a failing one found elsewhere is added. */
describe.each([1948, 400_001])('some hours of a hospital, seed %i', (seed) => {
  let folder: string;
  let here: ProductHere;
  beforeEach(async () => {
    folder = await newFolder();
    here = await startHere(folder);
  });
  afterEach(async () => {
    await here.stop();
    await removeFolder(folder);
  });

  it('I12: are shown the same by read models that were thrown away and built again', async () => {
    await here.tell(...someHours(seed));
    await here.settled();
    const before = await everythingShown(here);
    expect(JSON.stringify(before.boards)).toContain('stayId');
    for (const service of ['patients', 'beds', 'ipm'])
      expect(await rebuild(here, service)).toMatch(/^\{"events":\d+\}$/);
    expect(await everythingShown(here)).toStrictEqual(before);
  });
});
