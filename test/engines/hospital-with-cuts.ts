import type { ServiceName } from '@flow/app/product/service-names';
import { admissions, adt } from '../product/adt';
import { signIn, type Asking } from '../product/asking';
import { startCuttableEngines, type CuttableEngines } from '../product/cuttable-engines';
import { feedFor } from '../product/feeding';
import { admitted, type Occupancy } from '../product/hospital';
import { startSpread, type ProductSpread } from '../product/product-spread';
import type { StartedProduct } from '../product/started-product';
import { watchWard, type WatchedWard } from '../product/watched-ward';

export const PATIENTS = 8;
/** Where iPM puts nobody. */
export const FREE_BEDS: readonly string[] = [
  ...['W1-09', 'W1-10'],
  ...Array.from({ length: 10 }, (_, index) => `W2-${String(index + 1).padStart(2, '0')}`),
];

/** Fills ward W1 bed by bed, then empties it in the same order. */
const MESSAGES: readonly string[] = [
  ...admissions(PATIENTS),
  ...Array.from({ length: PATIENTS }, (_, index) =>
    adt('A03', {
      controlId: `D${index + 1}`,
      patient: index + 1,
      at: ['W1', String(index + 1).padStart(2, '0')],
      when: `202601021000${String(index).padStart(2, '0')}`,
      discharged: true,
    }),
  ),
];

/** Who lies in W1 after so many messages. */
export const occupancyAfter = (count: number): Occupancy =>
  Object.fromEntries(Object.entries(admitted(Math.min(count, PATIENTS))).slice(Math.max(0, count - PATIENTS)));

export const controlIds = (count: number): readonly string[] =>
  MESSAGES.slice(0, count).map((message) => message.split('|')[9] ?? '');

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

async function spooledBytes({ http }: StartedProduct): Promise<number> {
  const text = await (await fetch(`${http}/metrics`)).text();
  return Number(/^audit_spool_bytes (\d+)$/m.exec(text)?.[1]);
}

export async function startHospitalWithCuts(): Promise<HospitalWithCuts> {
  const engines = await startCuttableEngines();
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
      const acknowledged = await feedFor(withinMs, of('ipm').mllp['ipm'] ?? 0, MESSAGES.slice(sent, sent + 1));
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
