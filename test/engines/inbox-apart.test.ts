import { eventStoreStandIn } from '@flow/engines/event-store/engine';
import { join } from 'node:path';
import { adt, admissions } from '../product/adt';
import { boardsOf } from '../product/boards';
import { becoming } from '../product/certain';
import { startEngines, type RunningEngines } from '../product/engines-running';
import { startHere, type ProductHere } from '../product/product-here';

const SHOWS_WITHIN_MS = 30_000;
const NAMES = /"family":"(Testperson\d+)"/g;
const TASKS = '{ ipmTasks { nodes { kind subjects } } }';
const LATER = adt('A01', { controlId: 'LATER', patient: 7, at: ['W1', '07'], when: '20260103090000' });
const ALL = ['Testperson1', 'Testperson2', 'Testperson7'];

interface TasksAnswer {
  readonly ipmTasks: { readonly nodes: readonly { readonly kind: string; readonly subjects: readonly string[] }[] };
}

describe('an inbox on an event store of its own', () => {
  let engines: RunningEngines;
  let here: ProductHere | undefined;
  beforeEach(async () => {
    engines = await startEngines({ inboxStore: eventStoreStandIn });
  }, 180_000);
  afterEach(async () => {
    await here?.stop();
    await engines.stop();
  });

  async function during(use: (product: ProductHere) => Promise<void>): Promise<void> {
    here = await startHere(join(engines.folder, 'product'), engines.env());
    await use(here);
    await here.stop();
    here = undefined;
  }
  const becomes = async (product: ProductHere, names: readonly string[]): Promise<void> => {
    const shown = async (): Promise<readonly string[]> =>
      [...JSON.stringify((await boardsOf(product)).wards).matchAll(NAMES)].map(([, name = '']) => name).sort();
    expect(await becoming(names, SHOWS_WITHIN_MS, shown)).toStrictEqual(names);
  };
  const askedToSendAgain = async (product: ProductHere): Promise<readonly (string | undefined)[]> => {
    const { ipmTasks } = await (await product.as('ina')).ask<TasksAnswer>(TASKS);
    const asked = ipmTasks.nodes.filter(({ kind }) => kind === 'feed-to-send-again');
    return asked.map(({ subjects: [partner] }) => partner).sort();
  };

  /** Two people, then a copy of one of the stores, then one more. */
  async function untilLater(copied: 'eventStore' | 'inboxStore'): Promise<void> {
    await during(async (product) => {
      await product.tell(...admissions(2));
      await product.settled();
    });
    await engines.keepEvents(copied);
    await during(async (product) => {
      await product.tell(LATER);
      await product.settled();
      await becomes(product, ALL);
    });
    await engines.putEventsBack(copied);
  }

  it('tells again what it holds when the events alone are put back, and nobody has to send anything', async () => {
    await untilLater('eventStore');
    await during(async (product) => {
      await product.settled();
      await becomes(product, ALL);
      expect(await askedToSendAgain(product)).toStrictEqual([]);
      expect(product.log.join('\n')).toContain('what the inbox holds of later is told again');
    });
  });

  it('is itself put back, which loses nobody from the boards: partners are asked to send again, and that changes nothing', async () => {
    await untilLater('inboxStore');
    await during(async (product) => {
      await product.settled();
      await becomes(product, ALL);
      expect(await askedToSendAgain(product)).toStrictEqual(['corpora', 'ipm']);
      await product.tell(LATER);
      await product.settled();
      await becomes(product, ALL);
    });
  });
});
