import { ordersIn } from '@flow/patients/adapters/orders/order-lines';
import type { ErasureOrder } from '@flow/patients/domain/erasure';
import { OperatorError } from '@flow/platform/values/operator-error';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { erasuresFileIn } from '../product/erasures-file';

async function ordersOf(file: string) {
  return existsSync(file) ? ordersIn(await readFile(file, 'utf8'), file).orders : [];
}

/**
 * The order of every erasure that a backup or what is left of the old data folder knows. `told`: that folder, or its file.
 * Throws OperatorError where it is not there, and for a line that is no order.
 */
export async function erasuresOf(backup: string, told: string | undefined): Promise<readonly ErasureOrder[]> {
  if (told !== undefined && !existsSync(told)) throw new OperatorError(`There is no ${told} to take erasures from.`);
  const files = told === undefined ? [] : [statSync(told).isDirectory() ? erasuresFileIn(told) : told];
  const known = new Map<string, ErasureOrder>();
  for (const file of [erasuresFileIn(backup), ...files])
    for (const order of await ordersOf(file)) known.set(order.patientId, order);
  return [...known.values()];
}
