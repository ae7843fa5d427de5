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

/** That file; of a folder its erasures.log. Throws OperatorError where it is not there: a product has one, if an empty one. */
function fileToldBy(told: string): string {
  if (!existsSync(told)) throw new OperatorError(`There is no ${told} to take erasures from.`);
  const file = statSync(told).isDirectory() ? erasuresFileIn(told) : told;
  if (existsSync(file)) return file;
  throw new OperatorError(
    `There is no ${file}, so nothing says who was erased. Name the old data folder, or its erasures.log, with --erasures: where services run apart, the data folder of patients.`,
  );
}

/** The order of every erasure that somebody knows. */
export interface KnownErasures {
  readonly orders: readonly ErasureOrder[];
  /** What was told, and how many orders there are in it. */
  readonly told?: { readonly file: string; readonly count: number };
}

/**
 * What the folders of `beside` (each may have a file, or none) and what is left of the old data folder know. `told`: that folder,
 * or its file. Throws OperatorError where it is not there, and for a line that is no order.
 */
export async function erasuresOf(beside: readonly string[], told: string | undefined): Promise<KnownErasures> {
  const known = new Map<string, ErasureOrder>();
  const add = (orders: readonly ErasureOrder[]): void =>
    orders.forEach((order) => void known.set(order.patientId, order));
  for (const folder of beside) add(await keptBeside(folder));
  if (told === undefined) return { orders: [...known.values()] };
  const file = fileToldBy(told);
  const orders = await ordersOf(file);
  add(orders);
  return { orders: [...known.values()], told: { file, count: orders.length } };
}
