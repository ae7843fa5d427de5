import type { Engines } from '@flow/platform/engines/engines';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { neverKilled, seenAtTheEnd, type CameTo } from './came-to';
import { createLives, type Lives } from './lives';
import { createRoad, type Road } from './road';
import { settled } from '../settled';
import { killAll } from '../started-product';
import { whatIsHeld } from './what-is-held';
import { countsOf, pointsAt, writesIn } from './writes';

/** What the product is killed on. */
export interface Underneath {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Opens what the product left. */
  open(): Promise<Engines>;
  stop(): Promise<void>;
}

export interface CrashSuite {
  readonly start: () => Promise<Underneath>;
  /** Moments of the first start of all, in the order in which they come. */
  readonly firstStart: readonly string[];
}

/** Every single write of a start and a journey, before and after it: half an hour on embedded engines, longer on others. */
const EVERY_WRITE = process.env['CRASH_POINTS'] === 'every';
const CHOSEN = EVERY_WRITE
  ? 'before and after every write of a start and a journey'
  : 'before the first and after the middle one of each kind of append, publication and acknowledgement of a start and a journey, ' +
    'and after the middle one of each kind of write to documents';
const SETTLES_WITHIN_MS = 60_000;
const SUITE_MS = EVERY_WRITE ? 4 * 3600_000 : 600_000;
/** So that a dead owner's work is taken over soon. */
const LEASE_MS = '1000';

/** Moments of a start and a journey, by how often each place is written in them. Leases are renewed by the clock: of every write of them half, since one life is shorter than another. */
function momentsOf(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts].flatMap(([place, count]) => {
    // Made where they are missing: nothing but the first start writes.
    if (/^(make|topic) /.test(place)) return [];
    if (EVERY_WRITE) {
      const certain = place === 'document leases' ? Math.ceil(count / 2) : count;
      return Array.from({ length: certain }, (_, index) => Object.values(pointsAt(place, index + 1))).flat();
    }
    const { before } = pointsAt(place, 1);
    const { after } = pointsAt(place, Math.ceil(count / 2));
    // Before a document's write is after the write before it.
    return place.startsWith('document ') ? [after] : [before, after];
  });
}

/** Kills the product at its writes, one life after another on the same data, and compares what it came to. */
export function crashSuite({ start, firstStart }: CrashSuite): void {
  let underneath: Underneath;
  let writes: string;
  let road: Road;
  let lives: Lives;
  let wanted: CameTo;
  let came: CameTo;

  beforeAll(async () => {
    underneath = await start();
    const { folder, env } = underneath;
    await mkdir(folder, { recursive: true });
    writes = join(folder, 'writes');
    road = createRoad();
    lives = createLives({ folder, env: { ...env, WRITES_TO: writes, LEASE_MS } }, folder, road);
  }, SUITE_MS);
  afterAll(async () => {
    killAll();
    await underneath.stop();
  });

  async function notReached(moments: readonly string[]): Promise<readonly string[]> {
    const missed: string[] = [];
    for (const moment of moments) if (!(await lives.endAt(moment))) missed.push(moment);
    return missed;
  }
  async function liveForOneJourney(): Promise<void> {
    const product = await lives.live();
    await road.walk(product, road.ended() + 1);
    await settled(product.http, SETTLES_WITHIN_MS);
    await product.kill();
  }

  it(
    `at writes that only a first start makes: ${firstStart.join(', ')}`,
    async () => {
      expect(await notReached(firstStart)).toStrictEqual([]);
    },
    SUITE_MS,
  );

  it(
    CHOSEN,
    async () => {
      await liveForOneJourney();
      await rm(writes);
      await liveForOneJourney();
      expect(await notReached(momentsOf(countsOf(writesIn(writes))))).toStrictEqual([]);
    },
    SUITE_MS,
  );

  it(
    'shows what a product shows that was never killed, and has an audit without faults',
    async () => {
      const journeys = road.ended() + 1;
      const last = await lives.live();
      const seen = await seenAtTheEnd(road, last, journeys);
      expect(await last.stop()).toBe(0);
      const made = writesIn(writes).flatMap(({ what, name }) => (what === 'make' ? [name] : []));
      const engines = await underneath.open();
      const held = await whatIsHeld(engines, made);
      await engines.close();
      [came, wanted] = [{ ...seen, held }, await neverKilled(journeys, made)];
      expect(came.boards).toStrictEqual(wanted.boards);
      expect([came.audit, wanted.audit]).toStrictEqual(Array(2).fill({ auditVerification: { faultCount: 0 } }));
    },
    SUITE_MS,
  );

  it('has its events: as many in each stream, of the same types, saying the same, none twice', () => {
    expect(came.held.twice).toStrictEqual([]);
    expect(came.held.types).toStrictEqual(wanted.held.types);
    expect(came.held.events).toStrictEqual(wanted.held.events);
  });

  it('has its documents, and its tasks among them', () => {
    expect(Object.keys(wanted.held.documents)).toContain('beds-N-beds_stays');
    expect(came.held.documents).toStrictEqual(wanted.held.documents);
  });

  it('has its messages on the bus, in their order, once repeats are left out', () => {
    expect(came.held.misplaced).toStrictEqual([]);
    expect(came.held.published).toStrictEqual(wanted.held.published);
  });
}
