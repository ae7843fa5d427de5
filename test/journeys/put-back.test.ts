import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { adt, admissions } from '../product/adt';
import { boardsOf } from '../product/boards';
import { becoming } from '../product/certain';
import { newFolder, removeFolder, startHere, type ProductHere } from '../product/product-here';

const NAMES = /"family":"(Testperson\d+)"/g;
const TASKS = '{ ipmTasks { nodes { kind subjects status } } }';
const LATER = adt('A01', { controlId: 'LATER', patient: 7, at: ['W1', '07'], when: '20260103090000' });

interface TasksAnswer {
  readonly ipmTasks: { readonly nodes: readonly { readonly kind: string; readonly subjects: readonly string[] }[] };
}

describe('stores that are put back to an earlier copy', () => {
  let folder: string;
  let copy: string;
  let here: ProductHere | undefined;
  beforeEach(async () => {
    [folder, copy] = [await newFolder(), await newFolder()];
    await during(async (product) => {
      await product.tell(...admissions(2));
      await product.settled();
    });
    await cp(folder, copy, { recursive: true });
    await during(async (product) => {
      await product.tell(LATER);
      await product.settled();
      expect(await shown(product)).toStrictEqual(['Testperson1', 'Testperson2', 'Testperson7']);
    });
  });
  afterEach(async () => {
    await here?.stop();
    await removeFolder(folder);
    await removeFolder(copy);
  });

  async function during(use: (product: ProductHere) => Promise<void>): Promise<void> {
    here = await startHere(folder);
    await use(here);
    await here.stop();
    here = undefined;
  }
  const shown = async (product: ProductHere): Promise<readonly string[]> =>
    [...JSON.stringify((await boardsOf(product)).wards).matchAll(NAMES)].map(([, name = '']) => name).sort();
  const becomes = async (product: ProductHere, names: readonly string[]): Promise<void> =>
    expect(await becoming(names, 15_000, () => shown(product))).toStrictEqual(names);

  async function putBack(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      for (const suffix of ['-wal', '-shm']) await rm(join(folder, `${name}${suffix}`), { force: true });
      await cp(join(copy, name), join(folder, name));
    }
  }
  const asked = async (product: ProductHere) => {
    const { ipmTasks } = await (await product.as('ina')).ask<TasksAnswer>(TASKS);
    return ipmTasks.nodes.filter(({ kind }) => kind === 'feed-to-send-again').map(({ subjects: [partner] }) => partner);
  };

  it('the events alone: what the inbox holds is told again, and nobody has to send anything', async () => {
    await putBack('events.db');
    await during(async (product) => {
      await product.settled();
      await becomes(product, ['Testperson1', 'Testperson2', 'Testperson7']);
      expect(await asked(product)).toStrictEqual([]);
      expect(product.log.join('\n')).toContain('what the inbox holds of later is told again');
    });
    await during(async (product) => {
      await becomes(product, ['Testperson1', 'Testperson2', 'Testperson7']);
      expect(product.log.join('\n')).not.toContain('is told again');
    });
  });

  it('events and inbox: boards are as they were, the gap is named, and what is sent again counts', async () => {
    await putBack('events.db', 'inbox.db');
    await during(async (product) => {
      await product.settled();
      await becomes(product, ['Testperson1', 'Testperson2']);
      expect([...(await asked(product))].sort()).toStrictEqual(['corpora', 'ipm']);
      await product.tell(LATER);
      await product.settled();
      await becomes(product, ['Testperson1', 'Testperson2', 'Testperson7']);
    });
  });
});
