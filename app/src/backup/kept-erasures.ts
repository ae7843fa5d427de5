import { ordersIn } from '@flow/patients/adapters/orders/order-lines';
import type { ErasureOrder } from '@flow/patients/domain/erasure';
import { OperatorError } from '@flow/platform/values/operator-error';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { erasuresFileIn } from '../product/erasures-file';

const ordersOf = async (file: string): Promise<readonly ErasureOrder[]> =>
  ordersIn(await readFile(file, 'utf8'), file).orders;

const keptBeside = async (folder: string): Promise<readonly ErasureOrder[]> =>
  existsSync(erasuresFileIn(folder)) ? ordersOf(erasuresFileIn(folder)) : [];

/**
 * The order of every erasure that the folders of `beside` (each may have a file, or none) or what is left of the old data folder
 * know. `told`: that folder, or its file. Throws OperatorError where it is not there, and for a line that is no order.
 */
export async function erasuresOf(
  beside: readonly string[],
  told: string | undefined,
): Promise<readonly ErasureOrder[]> {
  if (told !== undefined && !existsSync(told)) throw new OperatorError(`There is no ${told} to take erasures from.`);
  const known = new Map<string, ErasureOrder>();
  const add = (orders: readonly ErasureOrder[]): void =>
    orders.forEach((order) => void known.set(order.patientId, order));
  for (const folder of beside) add(await keptBeside(folder));
  if (told !== undefined) add(await (statSync(told).isDirectory() ? keptBeside(told) : ordersOf(told)));
  return [...known.values()];
}
