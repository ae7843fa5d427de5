import type { ServiceName } from '@flow/app/product/service-names';
import { adt } from '../product/adt';
import { signIn, type Asking } from '../product/asking';
import { startCuttableEngines, type CuttableEngines } from '../product/cuttable-engines';
import { feedFor } from '../product/feeding';
import type { OtherEngines } from '../product/engines-running';
import type { Occupancy } from '../product/hospital';
import { startSpread, type ProductSpread } from '../product/product-spread';
import type { StartedProduct } from '../product/started-product';
import { watchWard, type WatchedWard } from '../product/watched-ward';

/** Where iPM puts nobody. */
export const FREE_BEDS: readonly string[] = [
  ...['W1-09', 'W1-10'],
  ...Array.from({ length: 10 }, (_, index) => `W2-${String(index + 1).padStart(2, '0')}`),
];

const BEDS = 8;

/** Fills ward W1 bed by bed, then empties it in the same order, then fills it with others. */
function nth(n: number) {
  const [round, index] = [Math.floor(n / BEDS), n % BEDS];
  const patient = Math.floor(round / 2) * BEDS + index + 1;
  return { goes: round % 2 === 1, patient, bed: String(index + 1).padStart(2, '0'), round };
}

function messageOf(n: number): string {
  const { goes, patient, bed, round } = nth(n);
  return adt(goes ? 'A03' : 'A01', {
    ...{ controlId: `C${n + 1}`, patient, at: ['W1', bed], discharged: goes },
    when: `202601${String(round + 2).padStart(2, '0')}0900${bed}`,
  });
}

const all = (count: number) => Array.from({ length: count }, (_, n) => nth(n));

/** Who lies in W1 after so many messages. */
export function occupancyAfter(count: number): Occupancy {
  const there = new Map<string, string>();
  for (const { goes, patient, bed } of all(count)) {
    if (goes) there.delete(`W1-${bed}`);
    else there.set(`W1-${bed}`, `Testperson${patient}`);
  }
  return Object.fromEntries(there);
}

/** How many people so many messages tell of. */
export const peopleAfter = (count: number): number => new Set(all(count).map(({ patient }) => patient)).size;

export const controlIds = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => messageOf(n).split('|')[9] ?? '');

/** What a process says of itself. */
export interface Told {
  /** Of /readyz, with the reasons of the parts that are not ready. */
  readonly status: number;
  readonly reasons: readonly string[];
  /** Of /healthz. */
  readonly health: number;
}

/** The product, each service a process on engines that each of them can be cut off from, with a screen in ward W1. */
export interface HospitalWithCuts {
  readonly engines: CuttableEngines;
  /** Who manages beds, and who looks after the interface. */
  readonly bea: Asking;
  readonly ina: Asking;
  readonly screen: WatchedWard;
  of(service: ServiceName): StartedProduct;
  tells(service: ServiceName): Promise<Told>;
  /** Bytes of audit entries that are not in the event store. */
  spooled(): Promise<number>;
  /** Sends the next message again and again, as iPM does, until it is acknowledged. */
  sendNext(withinMs: number): Promise<boolean>;
  /** How many were acknowledged. */
  sent(): number;
  stop(): Promise<void>;
}

interface ReadyAnswer {
  readonly parts: Readonly<Record<string, { readonly reason?: string }>>;
}

async function toldBy({ http }: StartedProduct): Promise<Told> {
  const [ready, healthy] = [await fetch(`${http}/readyz`), await fetch(`${http}/healthz`)];
  const { parts } = (await ready.json()) as ReadyAnswer;
  const reasons = Object.values(parts).flatMap(({ reason }) => reason ?? []);
  return { status: ready.status, reasons, health: healthy.status };
}

function firstOf(spread: ProductSpread, service: ServiceName): StartedProduct {
  const [instance] = spread.of(service);
  if (instance === undefined) throw new Error(`${service} does not run.`);
  return instance;
}

/** Of the audit, on a gateway. */
export async function spooledBytes({ http }: Pick<StartedProduct, 'http'>): Promise<number> {
  const text = await (await fetch(`${http}/metrics`)).text();
  return Number(/^audit_spool_bytes (\d+)$/m.exec(text)?.[1]);
}

export async function startHospitalWithCuts(others: OtherEngines = {}): Promise<HospitalWithCuts> {
  const engines = await startCuttableEngines(others);
  const counts = { patients: 1, beds: 1, ipm: 1, gateway: 1 };
  const spread = await startSpread(counts, { engines: engines.engines, envOf: (service) => engines.envOf(service) });
  const of = (service: ServiceName): StartedProduct => firstOf(spread, service);
  const bea = await signIn(of('gateway').http, 'bea');
  const ina = await signIn(of('gateway').http, 'ina');
  const screen = await watchWard(of('gateway').http, bea.token, 'W1');
  let sent = 0;
  return {
    ...{ engines, bea, ina, screen, of },
    tells: async (service) => toldBy(of(service)),
    spooled: async () => spooledBytes(of('gateway')),
    async sendNext(withinMs) {
      const acknowledged = await feedFor(withinMs, of('ipm').mllp['ipm'] ?? 0, [messageOf(sent)]);
      sent += acknowledged;
      return acknowledged === 1;
    },
    sent: () => sent,
    async stop() {
      await screen.close();
      await spread.stop();
      await engines.close();
    },
  };
}
