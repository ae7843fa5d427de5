import { underLease } from '@flow/platform/running/lease';
import { pause } from '@flow/platform/running/pause';
import { startRun } from '@flow/platform/running/run';
import type { Running } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { londonDateOf } from '@flow/platform/time/london';
import { expireInbox, type ExpireInboxDeps } from '../application/expiring/expire-inbox';
import type { Intake } from '../application/intake';
import type { MessageStories } from '../application/message-stories';
import { openStoredArrivals } from './documents/stored-arrivals';
import { createStoredErasures } from './eventstore/stored-erasures';
import { createStoredInboxDays } from './eventstore/stored-inbox-days';
import { createStoredLedgers } from './eventstore/stored-ledgers';
import { decodeInboxEvent } from './inbox/inbox-codec';

const FIRST_MS = 60_000;
const EVERY_MS = 3_600_000;

interface Given {
  readonly retentionDays: number;
  readonly stories: Pick<MessageStories, 'oldest'>;
  readonly intake: Pick<Intake, 'progress'>;
}

type Deps = Pick<ServiceDeps<unknown>, 'engines' | 'clock' | 'ids'>;

/** The expiry of the stored inbox. */
export async function openExpiry({ engines, clock, ids }: Deps, given: Given): Promise<ExpireInboxDeps> {
  const { inbox: store, documents } = engines;
  const over = { store, clock, ids };
  return {
    ...{ store, clock, londonDateOf, decode: decodeInboxEvent, retentionDays: given.retentionDays },
    ledgers: createStoredLedgers(over),
    erasures: createStoredErasures(over),
    days: createStoredInboxDays(over),
    arrivals: await openStoredArrivals(documents),
    oldest: () => given.stories.oldest(),
    partners: async () => Object.keys((await given.intake.progress()).partners),
  };
}

/** Looks every hour, on one instance at a time, for days of the inbox that may go. */
export async function runExpiry(deps: ServiceDeps<unknown>, given: Given): Promise<Running> {
  const { engines, instance, log, metrics } = deps;
  const expiry = await openExpiry(deps, given);
  const lease = { documents: engines.documents, name: 'ipm-retention', instance, log, metrics };
  async function run(signal: AbortSignal): Promise<void> {
    await pause(FIRST_MS, signal);
    while (!signal.aborted) {
      await expireInbox(expiry, signal).catch((error: unknown) =>
        log.warn('Days of the inbox could not be taken out of it; it is tried again.', { error }),
      );
      await pause(EVERY_MS, signal);
    }
  }
  return startRun((signal) => underLease({ ...lease, signal }, run), {
    name: lease.name,
    log,
    ready: () => ({ ready: true }),
  });
}
