import type { CommandContext } from '@flow/platform/decider/handler';
import { derivedId } from '@flow/platform/ids/ids';
import { isUnseen, type ErasureOrder } from '../domain/erasure';
import type { PatientId } from '../domain/ids';
import type { ErasureOrders, Erasures } from './ports';

export interface OrderAgainDeps {
  readonly orders: ErasureOrders;
  readonly erasures: Erasures;
}

/** What the store has lost: it is an earlier copy of itself, or a crash came before it was told. */
export async function lostOrders({ orders, erasures }: OrderAgainDeps): Promise<readonly ErasureOrder[]> {
  const lost: ErasureOrder[] = [];
  for (const order of await orders.all()) {
    const { state } = await erasures.load(order.patientId);
    if (state === null) lost.push(order);
  }
  return lost;
}

/**
 * As it was ordered, by whom and when; also of somebody who lay in a bed when the copy was made, since they had left when it was
 * ordered. Ordered twice it is ordered once.
 */
export async function orderAgain({ erasures }: OrderAgainDeps, order: ErasureOrder): Promise<void> {
  const handled = await erasures.handle(order.patientId, { type: 'OrderErasure', ...order }, contextOf(order));
  if (handled.outcome !== 'done') throw new Error(`An erasure could not be ordered again: ${handled.outcome}.`);
}

function contextOf({ patientId, at }: ErasureOrder): CommandContext {
  const commandId = derivedId('erasures', 'order-again', patientId);
  return {
    ...{ commandId, inputHash: at, correlationId: commandId, causationId: commandId },
    actor: { user: 'erasures', role: 'service' },
    origin: 'system',
    entryMode: 'live',
  };
}

/** Those of them who may still be seen somewhere: what is not there yet is ordered by another instance in this moment. */
export async function stillSeen(
  { erasures }: Pick<OrderAgainDeps, 'erasures'>,
  patientIds: readonly PatientId[],
): Promise<readonly PatientId[]> {
  const seen: PatientId[] = [];
  for (const patientId of patientIds) {
    const { state } = await erasures.load(patientId);
    if (state === null || !isUnseen(state)) seen.push(patientId);
  }
  return seen;
}
