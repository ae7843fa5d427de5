import type { EngineAddresses } from '@flow/platform/engines/engine-addresses';
import { openEventStores } from '@flow/platform/engines/real-engines';
import { refuseHalfRestored } from '@flow/platform/engines/restoring';
import { declaredPutBack } from '@flow/platform/engines/settle-life';
import { persistently, Stopped } from '@flow/platform/running/persistently';
import { silentLog } from '@flow/platform/telemetry/log';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';

const ANSWERS_WITHIN_MS = 30_000;

/** Says of event stores that they are an earlier copy, where nothing can notice it. Gives since when they lack what was received. */
export async function declarePutBack(addresses: EngineAddresses): Promise<string> {
  const stores = await openEventStores(addresses, silentLog);
  const asking = { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS), log: silentLog };
  try {
    await persistently(async () => refuseHalfRestored(stores.events), asking);
    const { inboxTo, noticedAt } = await persistently(
      async () => declaredPutBack({ ...stores, clock: systemClock }),
      asking,
    );
    return inboxTo ?? noticedAt;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    throw new OperatorError('The event store does not answer.', { cause: error });
  } finally {
    await stores.close();
  }
}
