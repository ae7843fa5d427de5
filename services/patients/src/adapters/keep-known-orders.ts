import { pause } from '@flow/platform/running/pause';
import { persistently } from '@flow/platform/running/persistently';
import { startRun } from '@flow/platform/running/run';
import type { Running } from '@flow/platform/running/running';
import type { Log } from '@flow/platform/telemetry/log';
import type { ErasureOrders } from '../application/ports';
import type { ErasureDocument } from '../projections/erasure-document';
import type { ReadModel } from '../projections/read-model';

const PAGE = 200;
const LOOK_EVERY_MS = 500;

export interface KeepingKnownOrders {
  readonly orders: ErasureOrders;
  /** Undefined until all past events were read. */
  readonly readModel: () => ReadModel | undefined;
  readonly log: Log;
}

/** Keeps, once a start, what was ordered before orders were kept, or through an instance whose places others do not read. */
export const startKeepingKnownOrders = ({ orders, readModel, log }: KeepingKnownOrders): Running =>
  startRun(
    async (signal) => {
      while (readModel() === undefined && !signal.aborted) await pause(LOOK_EVERY_MS, signal);
      const model = readModel();
      if (model === undefined || signal.aborted) return;
      await persistently(async () => keepAll(orders, model.erasures), { signal, log });
    },
    { name: 'erasure-orders', log },
  );

async function keepAll(orders: ErasureOrders, erasures: ReadModel['erasures']): Promise<void> {
  const known = new Set((await orders.all()).map(({ patientId }) => patientId));
  for (let after = ''; ;) {
    const page: readonly ErasureDocument[] = await erasures.find({ _id: { $gt: after } }, { limit: PAGE });
    for (const erasure of page) if (!known.has(erasure.patientId)) await orders.keep(erasure);
    after = page.at(-1)?._id ?? '';
    if (page.length < PAGE) return;
  }
}
