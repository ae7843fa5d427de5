import { createTurns } from '@flow/platform/running/in-turn';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ErasureOrders } from '../../application/ports';
import type { ErasureOrder } from '../../domain/erasure';
import { lineOf, ordersIn } from './order-lines';

const APPENDED = 'a+';
const OWNERS_ALONE = 0o600;

/** Its name in the folder, too, is durable. */
async function syncFolder(file: string): Promise<void> {
  const folder = await open(dirname(file), 'r');
  await folder.sync().finally(() => folder.close());
}

async function withFile<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, APPENDED, OWNERS_ALONE);
  return use(handle).finally(() => handle.close());
}

/** What is there; a line that a crash cut off has begun nothing, and goes. */
async function readWhole(file: string, handle: FileHandle): Promise<readonly ErasureOrder[]> {
  const text = await handle.readFile('utf8');
  const { orders, length } = ordersIn(text, file);
  const kept = text.slice(0, length);
  if (length < text.length) await handle.truncate(Buffer.byteLength(kept));
  if (kept !== '' && !kept.endsWith('\n')) await handle.appendFile('\n');
  return orders;
}

/** Orders as lines of one file, which only grows. */
export function fileOrders(file: string): ErasureOrders {
  // Two that were ordered at once are two whole lines.
  const inTurn = createTurns();
  return {
    all: () => inTurn(() => withFile(file, (handle) => readWhole(file, handle))),
    keep: (order) =>
      inTurn(async () => {
        await withFile(file, async (handle) => {
          const known = await readWhole(file, handle);
          if (!known.some(({ patientId }) => patientId === order.patientId)) await handle.appendFile(lineOf(order));
          // Also what is there already: whoever wrote it may have died before it was durable.
          await handle.sync();
        });
        await syncFolder(file);
      }),
  };
}
