import { pause } from '@flow/platform/running/pause';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { createInterfaceTasks } from '../application/interface-tasks';
import { createErasing, type Erasing, type ErasingDeps } from '../application/erasing/erasing';
import { openStoredArrivals } from './documents/stored-arrivals';
import { ledgerCodec } from './eventstore/ledger-codec';
import { createStoredErasures } from './eventstore/stored-erasures';
import { createStoredTasks } from './eventstore/stored-tasks';
import { decodeInboxEvent } from './inbox/inbox-codec';

/** Erasing from the stored inbox, its ledgers and what is made of them. */
export async function openErasing(
  { engines, clock, ids }: ServiceDeps<unknown>,
  given: Pick<ErasingDeps, 'intake' | 'partners' | 'laneOf'>,
): Promise<Erasing> {
  const { documents, inbox: store } = engines;
  return createErasing({
    ...given,
    ...{ store, clock, wait: pause },
    decode: decodeInboxEvent,
    decodeLedger: ledgerCodec.decode,
    erasures: createStoredErasures({ store, clock, ids }),
    tasks: createInterfaceTasks(createStoredTasks({ store: engines.events, clock, ids }), clock),
    arrivals: await openStoredArrivals(documents),
  });
}
