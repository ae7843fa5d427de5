import type { Admin } from 'kafkajs';
import type { WaitingCalls } from '../../engines/waiting-calls';
import { EngineUnavailable } from '../../event-store/errors';
import { silentLog } from '../../telemetry/log';
import { newClient } from './connection';
import type { OpenOptions } from './options';

export interface Asking {
  /** Throws EngineUnavailable where the cluster does not say in time which brokers it has. */
  ask(): Promise<void>;
  close(): Promise<void>;
}

/** Asks the cluster over one connection, which is kept for as long as it is answered on. */
export function createAsking({ connection, timings }: OpenOptions, calls: WaitingCalls): Asking {
  let current: Admin | undefined;

  async function leave(): Promise<void> {
    const before = current;
    current = undefined;
    await before?.disconnect().catch(() => undefined);
  }

  async function describe(admin: Admin): Promise<void> {
    await admin.connect();
    await admin.describeCluster();
  }

  return {
    async ask() {
      // Silent: it is asked all the time, and whoever needs the cluster says that it is away.
      const admin = (current ??= newClient(connection, timings, silentLog).admin({ retry: { retries: 0 } }));
      try {
        await calls.within(timings.requestMs, async () => describe(admin));
      } catch (cause) {
        void leave();
        throw new EngineUnavailable('a question to the cluster', { cause });
      }
    },
    async close() {
      const left = leave();
      await calls.within(timings.closeMs, async () => left).catch(() => undefined);
    },
  };
}
