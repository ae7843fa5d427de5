import { appConfig } from '@flow/app/product/app-config';
import type { ServiceName } from '@flow/app/product/service-names';
import { loadConfig } from '@flow/platform/config/load-config';
import { openRealEngines } from '@flow/platform/engines/real-engines';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { admissions } from '../product/adt';
import { signIn, type Asking } from '../product/asking';
import { becoming, certain } from '../product/certain';
import { feed } from '../product/feeding';
import { admitted, type Occupancy } from '../product/hospital';
import { whatIsHeld } from '../product/killed-anywhere/what-is-held';
import { startSpread, type ProductSpread } from '../product/product-spread';
import type { StartedProduct } from '../product/started-product';
import { leasesOf, ownerAmong } from './leases-of';
import { toldOnBus } from './told-on-bus';

const BOARD = '{ wardBoard(wardId: "W1") { beds { id occupants { family } } } }';
const PEOPLE = '{ searchPatients(text: "Testperson", first: 50) { nodes { id } } }';
const APPLIED = '{ messages(first: 50, filter: { statuses: [APPLIED] }) { nodes { controlId } } }';
const SHOWS_WITHIN_MS = 45_000;
/** What ARCHITECTURE promises of an owner that has died. */
const REPLACED_WITHIN_MS = 10_000;
/** Whose work one instance at a time does. */
const OWNERS: readonly ServiceName[] = ['beds', 'patients', 'ipm'];

interface BoardAnswer {
  readonly wardBoard: {
    readonly beds: readonly {
      readonly id: string;
      readonly occupants: readonly { readonly family: string | null }[];
    }[];
  };
}
interface Nodes {
  readonly nodes: readonly unknown[];
}

/** Who lies where through one gateway; nobody where it is not available now. */
async function shownBy(bea: Asking): Promise<Occupancy> {
  const { wardBoard } = await bea.ask<BoardAnswer>(BOARD).catch(() => ({ wardBoard: { beds: [] } }));
  return Object.fromEntries(
    wardBoard.beds.flatMap(({ id, occupants }) => occupants.map(({ family }) => [id, family ?? ''] as const)),
  );
}

describe('several instances of each service', () => {
  let spread: ProductSpread;
  beforeAll(async () => {
    spread = await startSpread({ patients: 2, beds: 3, ipm: 2, gateway: 2 });
  }, 240_000);
  afterAll(async () => spread.stop());

  const told = admissions(10);
  let sent = 0;
  /** The next ones, to one of the instances that receive. */
  async function send(count: number, nth = 0): Promise<void> {
    const some = told.slice(sent, sent + count);
    const port = (): number => spread.of('ipm')[nth]?.mllp['ipm'] ?? 0;
    sent += await feed(port, some, async () => Promise.resolve(false));
  }
  /** On the board, in the search and among the messages: what is read from events, and what one instance keeps documents of. */
  async function everyGatewayShowsAll(): Promise<void> {
    for (const { http } of spread.of('gateway')) {
      const [bea, ina] = [await signIn(http, 'bea'), await signIn(http, 'ina')];
      const wanted = admitted(sent);
      expect(await becoming(wanted, SHOWS_WITHIN_MS, async () => shownBy(bea))).toStrictEqual(wanted);
      const counted = async (asking: Asking, query: string): Promise<number> => {
        const answer = await asking.ask<Readonly<Record<string, Nodes>>>(query).catch(() => ({}));
        return Object.values(answer).flatMap(({ nodes }) => nodes).length;
      };
      expect(await becoming(sent, SHOWS_WITHIN_MS, async () => counted(bea, PEOPLE))).toBe(sent);
      expect(await becoming(sent, SHOWS_WITHIN_MS, async () => counted(ina, APPLIED))).toBe(sent);
    }
  }
  /** Until others do all that it did. */
  async function othersOwn(leases: ReadonlySet<string>, service: ServiceName, without: StartedProduct): Promise<void> {
    const others = spread.of(service).filter((one) => one !== without);
    await certain(`others do what ${service} did`, SHOWS_WITHIN_MS, async () => {
      const now = new Set((await Promise.all(others.map(leasesOf))).flatMap((some) => [...some]));
      return [...leases].every((lease) => now.has(lease)) || undefined;
    });
  }

  it('show the same, whichever instance a message came to and whichever is asked', async () => {
    await send(1, 0);
    await send(1, 1);
    await everyGatewayShowsAll();
  });

  it.each(OWNERS)(
    'change nothing when the owner of the work of %s is stopped for longer than its leases, and wakes up',
    async (service) => {
      const owner = await ownerAmong(spread.of(service));
      const leases = await leasesOf(owner);
      owner.signal('SIGSTOP');
      try {
        await send(1, spread.of('ipm')[0] === owner ? 1 : 0);
        await othersOwn(leases, service, owner);
        await certain('what came meanwhile is shown', SHOWS_WITHIN_MS, async () => {
          const boards = await Promise.all(
            spread.of('gateway').map(async ({ http }) => shownBy(await signIn(http, 'bea'))),
          );
          return boards.every((board) => Object.keys(board).length === sent) || undefined;
        });
      } finally {
        owner.signal('SIGCONT');
      }
      await send(1);
      await everyGatewayShowsAll();
      await certain('it has noticed', SHOWS_WITHIN_MS, async () => (await leasesOf(owner)).size === 0 || undefined);
    },
  );

  it.each(OWNERS)('replace the owner of the work of %s within 10 s when it is killed', async (service) => {
    const owner = await ownerAmong(spread.of(service));
    const leases = await leasesOf(owner);
    const from = performance.now();
    await spread.kill(owner);
    await othersOwn(leases, service, owner);
    expect(performance.now() - from).toBeLessThan(REPLACED_WITHIN_MS);
  });

  it('go on with what is left of them, a gateway less', async () => {
    const [gateway] = spread.of('gateway');
    if (gateway) await spread.kill(gateway);
    await send(2);
    await everyGatewayShowsAll();
  });

  it('have done nothing twice, and told it in order', async () => {
    const { engines: addresses } = loadConfig(appConfig, spread.engines.env());
    if (addresses === undefined) throw new Error('No engines are named.');
    const engines = await openRealEngines({ addresses, log: silentLog, metrics: createMetrics() });
    try {
      const { twice, misplaced } = await whatIsHeld(engines, []);
      expect({ twice, misplaced }).toStrictEqual({ twice: [], misplaced: [] });
    } finally {
      await engines.close();
    }
    const onBus = await toldOnBus(spread.engines.of('kafka').url, (seen) => seen.subjects('ipm') === sent);
    expect(onBus.broken()).toStrictEqual([]);
  });
});
