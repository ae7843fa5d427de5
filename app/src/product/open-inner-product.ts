import { openInnerDoor, type InnerDoor } from '@flow/gateway/open-inner-door';
import type { Environment } from '@flow/platform/config/load-config';
import type { Log } from '@flow/platform/telemetry/log';
import type { AppConfig } from './app-config';
import { auditPlace, localSubgraphs } from './open-gateway';
import { openProduct } from './open-product';

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
    return { ask: (text, identity) => door.ask(text, identity), stop: () => closing.all() };
  } catch (error) {
    await closing.all();
    throw error;
  }
}
