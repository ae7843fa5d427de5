import { holdDoors, type HeldDoors } from '@flow/platform/running/held-doors';
import { pause } from '@flow/platform/running/pause';
import { persistently } from '@flow/platform/running/persistently';
import { startRun } from '@flow/platform/running/run';
import type { Running } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { lostOrders, orderAgain, stillSeen, type OrderAgainDeps } from '../application/order-again';
import { isPatientId } from '../domain/ids';

type Deps = Pick<ServiceDeps<unknown>, 'engines' | 'log'>;

const PART = 'erasures-again';
const LOOK_EVERY_MS = 200;
const TELL_EVERY = 50;

/**
 * Orders again what the store has lost, before anything is read of it. From before that until nobody of them can be seen, the
 * doors are held. Killed anywhere, the next start does the same: what is lost is found again, and who is waited for is kept.
 */
export async function startErasingAgain({ engines, log }: Deps, deps: OrderAgainDeps): Promise<Running> {
  const { signal } = new AbortController();
  const doors = await persistently(
    async () => {
      const held = await holdDoors(engines.lasting ?? engines.documents, PART);
      const lost = await lostOrders(deps);
      if (lost.length === 0) return held;
      await held.hold(lost.map(({ patientId }) => patientId));
      log.warn('The store does not know of erasures that were ordered: they are applied again.', {
        count: lost.length,
      });
      for (const order of lost) await orderAgain(deps, order);
      return held;
    },
    { signal, log },
  );
  return startRun(async (stopping) => untilUnseen(doors, deps, { signal: stopping, log }), { name: PART, log });
}

/** Lets go of each when nobody can see them any more, and says how far it is. */
async function untilUnseen(
  doors: HeldDoors,
  deps: OrderAgainDeps,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Deps['log'] },
): Promise<void> {
  const look = async () => {
    const held = await doors.heldFor();
    const seen = await stillSeen(deps, held.filter(isPatientId));
    await doors.release(held.filter((one) => !seen.some((id) => id === one)));
    return { held: held.length, left: seen.length };
  };
  let total = 0;
  for (let looks = 1; !signal.aborted; looks += 1) {
    const { held, left } = await persistently(look, { signal, log });
    total = Math.max(total, held);
    if (left === 0) break;
    if (looks % TELL_EVERY === 0) log.info('Erasures are being applied again.', { count: total - left, total });
    await pause(LOOK_EVERY_MS, signal);
  }
  if (total > 0 && !signal.aborted) log.warn('Erasures have been applied again.', { count: total });
}
