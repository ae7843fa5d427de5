import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn, type Asking } from './asking';
import { becoming, certain } from './certain';
import { feed } from './feeding';
import { settled } from './settled';
import { EndedAtStart, killAll, startProduct, type StartedProduct, type StartingProduct } from './started-product';

const SETTLES_WITHIN_MS = 30_000;
const GOES_WITHIN_MS = 5_000;
const SHOWS_WITHIN_MS = 10_000;
const DIES_WITHIN_MS = 20_000;

async function inTime<T>(work: Promise<T>, limitMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, limitMs, undefined);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

export interface Occupancy {
  /** Visit by bed, of the patients invented by adt.ts: patient n is `Testperson<n>`. */
  readonly [bed: string]: string;
}

interface BoardAnswer {
  readonly wardBoard: {
    readonly beds: readonly {
      readonly id: string;
      readonly occupants: readonly { readonly family: string | null }[];
    }[];
  };
}

/** One data folder, and the product that is started on it again and again. */
export interface TestHospital {
  readonly folder: string;
  start(options?: Omit<StartingProduct, 'folder'>): Promise<StartedProduct>;
  product(): StartedProduct;
  as(user: string): Promise<Asking & { readonly token: string }>;
  /** Sends until all are acknowledged or the product is gone; how many were acknowledged. */
  feed(messages: readonly string[]): Promise<number>;
  /** Waits until nothing that was received is unsettled, and every part has taken it. */
  settled(): Promise<void>;
  occupancy(): Promise<Occupancy>;
  /** Waits until so many messages were applied; gives their control ids, one that was applied twice twice. */
  applied(count: number): Promise<readonly string[]>;
  /** What the hospital board says of how complete it is. */
  age(): Promise<Age>;
  /** Waits until the board says that something was heard since then, that it has all of it, and promises nothing to come. */
  saysItsAge(heardSince: string): Promise<void>;
  /** Waits until the boards show exactly this, and nobody in two beds or two in one. */
  shows(occupancy: Occupancy): Promise<void>;
  /** Starts it to be killed at its crash point, at once or while it is fed; how many were acknowledged before. */
  startToDie(options: Omit<StartingProduct, 'folder'>, messages: readonly string[]): Promise<number>;
  /** Waits for the death by SIGKILL that the crash point promised. */
  died(): Promise<void>;
  close(): Promise<void>;
}

interface MessagesAnswer {
  readonly messages: { readonly nodes: readonly { readonly controlId: string }[] };
}

export interface Age {
  readonly at: string;
  readonly completeUpTo: string | null;
  readonly lastHeardAt: string | null;
  readonly reasons: readonly string[];
}

interface AgeAnswer {
  readonly hospitalBoard: { readonly age: Age };
}

const APPLIED = '{ messages(first: 100, filter: { statuses: [APPLIED] }) { nodes { controlId } } }';
const AGE = '{ hospitalBoard { age { at completeUpTo lastHeardAt reasons } } }';
const BOARD = `query Board($ward: ID!) { wardBoard(wardId: $ward) { beds { id occupants { family } } } }`;

/** An empty data folder, or a copy of one that another product has left. */
async function dataFolder(copyOf: string | undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flow-hospital-'));
  if (copyOf !== undefined) await cp(copyOf, folder, { recursive: true });
  return folder;
}

export async function openTestHospital(copyOf?: string): Promise<TestHospital> {
  const folder = await dataFolder(copyOf);
  let current: StartedProduct | undefined;
  const product = (): StartedProduct => {
    if (current === undefined) throw new Error('The product was not started.');
    return current;
  };
  /** A connection that is lost is the first sign of a process that has gone. */
  const isGone = async (): Promise<boolean> => (await inTime(product().ended(), GOES_WITHIN_MS)) !== undefined;
  const hospital: TestHospital = {
    folder,
    product,
    async start(options = {}) {
      current = await startProduct({ folder, ...options });
      return current;
    },
    as: async (user) => signIn(product().http, user),
    feed: async (messages) => feed(() => product().mllp['ipm'] ?? 0, messages, isGone),
    settled: async () => settled(product().http, SETTLES_WITHIN_MS),
    async occupancy() {
      const bea = await hospital.as('bea');
      return certain('every name is known', SETTLES_WITHIN_MS, async () => {
        const wards = await Promise.all(['W1', 'W2'].map(async (ward) => bea.ask<BoardAnswer>(BOARD, { ward })));
        const rows = wards.flatMap(({ wardBoard }) =>
          wardBoard.beds.flatMap(({ id, occupants }) => occupants.map(({ family }) => [id, family] as const)),
        );
        if (new Set(rows.map(([id]) => id)).size !== rows.length) throw new Error('A bed has two patients.');
        const known = rows.flatMap(([id, family]) => (family === null ? [] : [[id, family] as const]));
        if (known.length < rows.length) return undefined;
        return Object.fromEntries(known.sort(([x], [y]) => x.localeCompare(y)));
      });
    },
    async applied(count) {
      const ina = await hospital.as('ina');
      return certain(`${count} messages are applied`, SHOWS_WITHIN_MS, async () => {
        const { messages } = await ina.ask<MessagesAnswer>(APPLIED);
        const ids = messages.nodes.map(({ controlId }) => controlId);
        return ids.length >= count ? ids.sort() : undefined;
      });
    },
    async age() {
      const bea = await hospital.as('bea');
      return (await bea.ask<AgeAnswer>(AGE)).hospitalBoard.age;
    },
    async saysItsAge(heardSince) {
      await certain('the board is complete up to what was heard last', SHOWS_WITHIN_MS, async () => {
        const { at, completeUpTo, lastHeardAt } = await hospital.age();
        if (lastHeardAt === null || completeUpTo === null) return undefined;
        if (lastHeardAt < heardSince || completeUpTo < lastHeardAt) return undefined;
        expect([lastHeardAt <= at, completeUpTo <= at]).toStrictEqual([true, true]);
        return true;
      });
    },
    async shows(wanted) {
      expect(await becoming(wanted, SHOWS_WITHIN_MS, () => hospital.occupancy())).toStrictEqual(wanted);
    },
    async startToDie(options, messages) {
      try {
        await hospital.start(options);
      } catch (error) {
        if (error instanceof EndedAtStart && error.how === 'SIGKILL') return 0;
        throw error;
      }
      const acknowledged = await hospital.feed(messages);
      await hospital.died();
      return acknowledged;
    },
    async died() {
      const how = await inTime(product().ended(), DIES_WITHIN_MS);
      if (how !== 'SIGKILL') throw new Error(`The product ${how ?? 'still runs'}:\n${product().output()}`);
    },
    async close() {
      killAll();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return hospital;
}

/** What `admissions(count, ward)` leads to. */
export const admitted = (count: number, ward = 'W1'): Occupancy =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${ward}-${String(index + 1).padStart(2, '0')}`,
      `Testperson${index + 1 + (ward === 'W2' ? 100 : 0)}`,
    ]),
  );
