import { MongoClient } from 'mongodb';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { admissions } from '../product/adt';
import { boardsOf } from '../product/boards';
import { certain } from '../product/certain';
import { startEngines, type RunningEngines } from '../product/engines-running';
import { idByNumber, orderErasure, untilErased } from '../product/erasing';
import { startHere, type ProductHere } from '../product/product-here';
import { runCommand } from '../product/running-command';
import { ABOUT_SOMEBODY, SOMEBODY } from '../product/somebody';

describe('erasures that were ordered after both stores were copied', () => {
  let engines: RunningEngines;
  let here: ProductHere | undefined;
  let erased: string;
  const file = (): string => join(engines.folder, 'kept-erasures.log');
  const on = (database: string): Readonly<Record<string, string>> =>
    engines.env({ mongodb: `${engines.of('mongodb').url}/${database}` });
  const backup = async (database: string, ...args: readonly [string, ...string[]]) =>
    runCommand(join(engines.folder, 'none'), ['app/backup/main', ...args], on(database));

  /** Each process in a folder of its own, which goes with it, as a container's. */
  async function start(database: string, folder: string): Promise<ProductHere> {
    here = await startHere(join(engines.folder, folder), on(database));
    return here;
  }
  async function copyDocuments(from: string, to: string): Promise<void> {
    const client = new MongoClient(engines.of('mongodb').url);
    try {
      for (const { name } of await client.db(from).listCollections({}, { nameOnly: true }).toArray()) {
        const all = await client.db(from).collection(name).find().toArray();
        if (all.length > 0) await client.db(to).collection(name).insertMany(all);
      }
    } finally {
      await client.close();
    }
  }

  beforeAll(async () => {
    engines = await startEngines();
    let product = await start('site', 'before');
    await product.tell(...admissions(2), ...ABOUT_SOMEBODY);
    await product.settled();
    erased = (await idByNumber(await product.as('bea'), SOMEBODY.number)) ?? '';
    await product.stop();
    await engines.keepEvents();
    await copyDocuments('site', 'put-back');
    product = await start('site', 'since');
    const iggy = await product.as('iggy');
    await orderErasure(iggy, erased);
    await untilErased(iggy, erased, 'WAITS_FOR_ENGINES');
  }, 240_000);
  afterEach(async () => here?.stop());
  afterAll(async () => engines.stop());

  it('are kept as lines of a file that only grows, or of a pipe, while the product runs', async () => {
    const piped = await backup('site', 'keep-erasures', '-');
    expect(piped).toMatchObject({ code: 0, errors: '', output: expect.stringContaining(erased) as string });
    await expect(backup('site', 'keep-erasures', file())).resolves.toStrictEqual({
      ...{ code: 0, errors: '' },
      output: `${file()} holds the order of 1 erasure that the document store knows of.\n`,
    });
    expect(await readFile(file(), 'utf8')).toBe(piped.output);
    expect(await backup('site', 'keep-erasures', file())).toMatchObject({ code: 0 });
    expect(await readFile(file(), 'utf8')).toBe(piped.output);
  });

  it.each([
    ['put back to the same time', 'put-back'],
    ['lost', 'new'],
  ])('are carried out again where the document store was %s, too', async (_, database) => {
    await engines.putEventsBack();
    expect(await backup(database, 'bring-erasures', file())).toMatchObject({
      ...{ code: 0, errors: '' },
      output: expect.stringContaining('The document store was given the order of 1 erasure.') as string,
    });
    expect(await backup(database, 'put-back', '--yes')).toMatchObject({
      ...{ code: 0, errors: '' },
      output: expect.stringContaining('The event store lacks what was received since') as string,
    });
    const product = await start(database, database);
    const { http, log } = product;
    await certain('people are let in', 90_000, async () => ((await fetch(`${http}/readyz`)).ok ? true : undefined));
    expect(log.filter((line) => line.includes('Erasures have been applied again.'))).toHaveLength(1);
    expect(await idByNumber(await product.as('bea'), SOMEBODY.number)).toBeUndefined();
    await untilErased(await product.as('iggy'), erased, 'WAITS_FOR_ENGINES');
  });

  it('are known again from the events where the document store alone was lost, and so is all that is shown', async () => {
    const product = await start('alone', 'alone');
    const { http, log } = product;
    await certain('people are let in', 90_000, async () => ((await fetch(`${http}/readyz`)).ok ? true : undefined));
    await product.settled();
    const wards = JSON.stringify((await boardsOf(product)).wards);
    for (const name of ['Testperson1', 'Testperson2']) expect(wards).toContain(`"family":"${name}"`);
    expect(await idByNumber(await product.as('bea'), SOMEBODY.number)).toBeUndefined();
    await certain('the document store has the order', 30_000, async () =>
      (await backup('alone', 'keep-erasures', '-')).output.includes(erased) ? true : undefined,
    );
    // The gap of the life that goes on is named again; no other one is begun.
    expect(log.filter((line) => line.includes('The event store was put back'))).toStrictEqual([]);
  });
});
