import { openInnerDoor, type InnerDoor } from '@flow/gateway/open-inner-door';
import type { Environment } from '@flow/platform/config/load-config';
import { pause } from '@flow/platform/running/pause';
import { watchDoors } from '@flow/platform/running/held-doors';
import type { Log } from '@flow/platform/telemetry/log';
import { OperatorError } from '@flow/platform/values/operator-error';
import type { AppConfig } from './app-config';
import { auditPlace, localSubgraphs } from './open-gateway';
import { openProduct, type OpenProduct } from './open-product';

const OPENS_WITHIN_MS = 600_000;
const LOOK_EVERY_MS = 100;

/** Nobody asks before those are gone who were erased before a restore. */
async function untilDoorsOpen({ shared: { engines, log }, closing }: OpenProduct): Promise<void> {
  const doors = await watchDoors({ documents: engines.lasting ?? engines.documents, log });
  closing.add(() => doors.stop());
  const late = AbortSignal.timeout(OPENS_WITHIN_MS);
  while (doors.held() && !late.aborted) await pause(LOOK_EVERY_MS, late);
  if (doors.held())
    throw new OperatorError('Erasures are still being applied again. Start the product, and see /readyz.');
}

/** Opens the product of a data folder for this process alone: its graph is asked here, and no address is opened. */
export async function openInnerProduct(config: AppConfig, env: Environment, log: Log): Promise<InnerDoor> {
  const open = await openProduct(config, { ...env, MLLP: 'false' }, log);
  const { services, shared, keys, closing } = open;
  try {
    const door = await openInnerDoor({
      ...shared,
      subgraphs: localSubgraphs(services),
      keys,
      production: config.production,
      audit: auditPlace(config, open),
      ...(open.records && { opened: open.records.opened }),
      log: log.with({ service: 'gateway' }),
    });
    closing.add(() => door.stop());
    await untilDoorsOpen(open);
    return { ask: (text, identity) => door.ask(text, identity), stop: () => closing.all() };
  } catch (error) {
    await closing.all();
    throw error;
  }
}
