import { admissions } from '../product/adt';
import { signIn } from '../product/asking';
import { certain } from '../product/certain';
import { feed } from '../product/feeding';
import { admitted, type Occupancy } from '../product/hospital';
import { startSpread, type ProductSpread } from '../product/product-spread';
import type { StartedProduct } from '../product/started-product';

const BOARD = `{ wardBoard(wardId: "W1") { beds { id occupants { family } } } }`;
const SHOWS_WITHIN_MS = 45_000;

interface BoardAnswer {
  readonly wardBoard: {
    readonly beds: readonly {
      readonly id: string;
      readonly occupants: readonly { readonly family: string | null }[];
    }[];
  };
}

/** Who lies where through one gateway; nobody where it is not available now. */
async function shownBy({ http }: StartedProduct): Promise<Occupancy> {
  const bea = await signIn(http, 'bea');
  const { wardBoard } = await bea.ask<BoardAnswer>(BOARD).catch(() => ({ wardBoard: { beds: [] } }));
  return Object.fromEntries(
    wardBoard.beds.flatMap(({ id, occupants }) => occupants.map(({ family }) => [id, family ?? ''] as const)),
  );
}

describe('several instances of each service', () => {
  const closing: (() => Promise<void>)[] = [];
  let spread: ProductSpread;
  beforeAll(async () => {
    spread = await startSpread({ patients: 2, beds: 3, ipm: 2, gateway: 2 });
    closing.push(() => spread.stop());
  }, 240_000);
  afterAll(async () => {
    for (const close of closing) await close();
  });

  const told = admissions(9);
  const toIpm = async (nth: number, from: number, to: number): Promise<number> =>
    feed(
      () => spread.of('ipm')[nth]?.mllp['ipm'] ?? 0,
      told.slice(from, to),
      async () => Promise.resolve(false),
    );
  async function everyGatewayShows(count: number): Promise<void> {
    for (const gateway of spread.of('gateway')) {
      await certain(`${count} patients are on the board of each gateway`, SHOWS_WITHIN_MS, async () =>
        JSON.stringify(await shownBy(gateway)) === JSON.stringify(admitted(count)) ? true : undefined,
      );
    }
  }

  it('show the same, whichever instance a message came to and whichever is asked', async () => {
    expect([await toIpm(0, 0, 1), await toIpm(1, 1, 2)]).toStrictEqual([1, 1]);
    await everyGatewayShows(2);
  });

  it('go on when an instance of each is killed, the owner of its work or not', async () => {
    for (const service of ['beds', 'patients', 'gateway'] as const) {
      const [first] = spread.of(service);
      if (first) await spread.kill(first);
    }
    expect(await toIpm(0, 2, 4)).toBe(2);
    const [ipm] = spread.of('ipm');
    if (ipm) await spread.kill(ipm);
    expect(await toIpm(0, 4, 6)).toBe(2);
    await everyGatewayShows(6);
  });

  it('change nothing when one that was stopped for longer than its leases wakes up', async () => {
    const [beds] = spread.of('beds');
    beds?.signal('SIGSTOP');
    expect(await toIpm(0, 6, 8)).toBe(2);
    await certain('the others have taken over', SHOWS_WITHIN_MS, async () => {
      const [gateway] = spread.of('gateway');
      return gateway && Object.keys(await shownBy(gateway)).length === 8 ? true : undefined;
    });
    beds?.signal('SIGCONT');
    expect(await toIpm(0, 8, 9)).toBe(1);
    await everyGatewayShows(9);
  });
});
