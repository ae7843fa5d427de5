import { documentOrders } from '@flow/patients/adapters/orders/document-orders';
import { fileOrders } from '@flow/patients/adapters/orders/file-orders';
import { lineOf, ordersIn } from '@flow/patients/adapters/orders/order-lines';
import type { ErasureOrders } from '@flow/patients/application/ports';
import type { ErasureOrder } from '@flow/patients/domain/erasure';
import type { EngineAddresses } from '@flow/platform/engines/engine-addresses';
import { openLastingDocuments } from '@flow/platform/engines/real-engines';
import { persistently, Stopped } from '@flow/platform/running/persistently';
import { silentLog } from '@flow/platform/telemetry/log';
import { OperatorError } from '@flow/platform/values/operator-error';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { namingFaults } from './file-faults';

const ANSWERS_WITHIN_MS = 60_000;
/** Instead of a file: what comes in, or goes out, by the pipe. A container may have no folder that anybody else reads. */
const PIPE = '-';

/** Those that the document store keeps, each call asked again for a while. Throws OperatorError where it does not answer. */
async function withKept<T>(addresses: EngineAddresses, use: (kept: ErasureOrders) => Promise<T>): Promise<T> {
  const documents = await openLastingDocuments(addresses);
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
  const surely = async <R>(work: () => Promise<R>): Promise<R> => persistently(work, { signal, log: silentLog });
  try {
    const orders = await surely(async () => documentOrders(documents));
    return await use({
      all: async () => surely(async () => orders.all()),
      keep: async (order) => surely(async () => orders.keep(order)),
    });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    throw new OperatorError('The document store does not answer. Run this again when it does.', { cause: error });
  } finally {
    await documents.close();
  }
}

/** Processes of `patients` may have no folder that lasts: they look in the document store, too, for what was ordered. */
export const giveOrders = async (addresses: EngineAddresses, orders: readonly ErasureOrder[]): Promise<void> =>
  withKept(addresses, async (kept) => {
    for (const order of orders) await kept.keep(order);
  });

/**
 * Adds to that file, in the form of `erasures.log`, every order that the document store knows and it does not; with `-` writes all
 * to the pipe. Gives how many the document store knows. Throws OperatorError, one line.
 */
export async function keepErasures(addresses: EngineAddresses, file: string): Promise<number> {
  const orders = await withKept(addresses, async (kept) => kept.all());
  if (file === PIPE) for (const order of orders) process.stdout.write(lineOf(order));
  else
    await namingFaults('The erasures were not kept', 'Then run this again.', async () => {
      const lines = fileOrders(file);
      await lines.all();
      for (const order of orders) await lines.keep(order);
    });
  return orders.length;
}

async function wholeOrders(file: string): Promise<readonly ErasureOrder[]> {
  const named = file === PIPE ? 'What came by the pipe' : file;
  const told = file === PIPE ? await text(process.stdin) : await readFile(file, 'utf8');
  const { orders, length } = ordersIn(told, named);
  if (length === told.length) return orders;
  throw new OperatorError(
    `${named}: the last line is cut off, and nothing was taken. Copy the file again; if it was so where it was written, take that line out.`,
  );
}

/**
 * Gives the document store the orders of a file in the form of `erasures.log`, or of the pipe (`-`), and tells how many. The next
 * start of `patients` applies what the event store does not know of. Safe to repeat. Throws OperatorError, one line.
 */
export async function bringErasures(addresses: EngineAddresses, file: string): Promise<number> {
  const orders = await namingFaults('The erasures were not taken', 'Then run this again.', async () =>
    wholeOrders(file),
  );
  await giveOrders(addresses, orders);
  return orders.length;
}
