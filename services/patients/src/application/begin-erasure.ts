import type { CommandContext } from '@flow/platform/decider/handler';
import type { Erasure, ErasureOrder } from '../domain/erasure';
import type { ErasureOrders, Erasures } from './ports';

export interface BeginErasureDeps {
  readonly orders: Pick<ErasureOrders, 'keep'>;
  readonly erasures: Erasures;
}

type Writable<Fields> = { -readonly [Name in keyof Fields]: Fields[Name] };

/** It came in time: that keeping its order took long makes it no later. */
function inTime(context: CommandContext): CommandContext {
  const begun: Writable<CommandContext> = { ...context };
  delete begun.validUntil;
  return begun;
}

/**
 * Keeps the order outside the event store, before anything goes: whoever is to be erased is erased after a crash here, too, and
 * after a restore. Undefined, and nothing kept, where it came too late. What is kept is refused no more, since a later start
 * would carry it out all the same; throws where it cannot be begun now.
 */
export async function beginErasure(
  { orders, erasures }: BeginErasureDeps,
  order: ErasureOrder,
  context: CommandContext,
): Promise<Erasure | undefined> {
  if (context.validUntil !== undefined && order.at > context.validUntil) return undefined;
  await orders.keep(order);
  const { outcome } = await erasures.handle(order.patientId, { type: 'OrderErasure', ...order }, inTime(context));
  const { state } = await erasures.load(order.patientId);
  if (state === null) throw new Error(`The erasure of ${order.patientId} is kept and could not be begun: ${outcome}.`);
  return state;
}
