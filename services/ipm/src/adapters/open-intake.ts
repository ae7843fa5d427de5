import { pause } from '@flow/platform/running/pause';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { createIntake, type Intake, type IntakeDeps } from '../application/intake';
import { createInterfaceTasks } from '../application/interface-tasks';
import { openStoredArrivals } from './documents/stored-arrivals';
import { openStoredIntake } from './documents/stored-intake';
import { createStoredLanes } from './eventstore/stored-lanes';
import { createStoredLedgers } from './eventstore/stored-ledgers';
import { createStoredTasks } from './eventstore/stored-tasks';
import { decodeInboxEvent } from './inbox/inbox-codec';
import { createSettlingObserver } from './observers';
import { createBedsOwner } from './peers/beds-owner';
import { tracedPeer } from './peers/asking';
import { createPatientsOwner } from './peers/patients-owner';

/** Messages of so many patients are told at one time: each waits for its owners most of its time. */
const CONCURRENCY = 64;

type Given = Pick<IntakeDeps, 'partners' | 'open' | 'laneOf' | 'inbox' | 'onProgress'>;

/** The intake over the stored inbox and the real owners. */
export async function openIntake(deps: ServiceDeps<unknown>, given: Given): Promise<Intake> {
  const { engines, clock, ids, log, metrics, tracing, peers } = deps;
  const { documents, inbox, events } = engines;
  const intake = createIntake({
    ...given,
    clock,
    ids,
    tracing,
    store: inbox,
    decode: decodeInboxEvent,
    marks: await openStoredIntake(documents),
    arrivals: await openStoredArrivals(documents),
    ledgers: createStoredLedgers({ store: inbox, clock, ids }),
    lanes: createStoredLanes({ store: events, clock, ids }),
    tasks: createInterfaceTasks(createStoredTasks({ store: events, clock, ids }), clock),
    owners: {
      ...createPatientsOwner(tracedPeer(peers('patients'), 'patients told', { clock, tracing })),
      ...createBedsOwner(tracedPeer(peers('beds'), 'beds told', { clock, tracing })),
    },
    observer: createSettlingObserver(metrics, log),
    concurrency: CONCURRENCY,
    wait: pause,
    onRetry: (error, attempt) =>
      log.warn('A message could not be taken further; it is tried again.', { error, attempt }),
  });
  metrics.gauge({
    name: 'ipm_messages_in_hand',
    help: 'Messages taken from the inbox that have no outcome yet.',
    read: () => intake.inHand.messages,
  });
  metrics.gauge({
    name: 'ipm_lanes_blocked',
    help: 'Lanes whose message at the head was not answered and is tried again.',
    read: () => intake.inHand.blockedLanes,
  });
  return intake;
}
