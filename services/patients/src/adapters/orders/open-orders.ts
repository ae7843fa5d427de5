import type { Documents } from '@flow/platform/documents/documents';
import type { Log } from '@flow/platform/telemetry/log';
import { persistently } from '@flow/platform/running/persistently';
import type { ErasureOrders } from '../../application/ports';
import { documentOrders } from './document-orders';
import { inEveryPlace } from './every-place';
import { fileOrders } from './file-orders';

export interface OrdersPlaces {
  /** Beside the stores; none where the process has no folder. */
  readonly file: string | undefined;
  readonly documents: Documents;
  readonly log: Log;
}

/**
 * The documents, which all instances have; the file, which goes into a backup and outlives documents that are thrown away. In that
 * order: documents that do not answer keep nothing, and nothing stands anywhere.
 */
export async function openOrders({ file, documents, log }: OrdersPlaces): Promise<ErasureOrders> {
  const { signal } = new AbortController();
  const shared = await persistently(async () => documentOrders(documents), { signal, log });
  return inEveryPlace([shared, ...(file === undefined ? [] : [fileOrders(file)])]);
}
