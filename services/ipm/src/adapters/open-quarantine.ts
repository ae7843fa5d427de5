import { pause } from '@flow/platform/running/pause';
import type { Running } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { createDryRunner } from '../application/dry-run';
import type { LaneOf } from '../application/lane-names';
import { createMessageDiffs } from '../application/message-diffs';
import { createMessagePeople } from '../application/message-people';
import type { MessageStories } from '../application/message-stories';
import { createMessageTexts } from '../application/message-texts';
import { createMessageReader } from '../application/read-message';
import type { Partners, ReceivedMessages } from '../application/records';
import { createRetryMany } from '../application/retry-many';
import { createParkedLanes } from '../application/parked-lanes';
import { createMessageWork } from '../application/work-messages';
import { createStoredLanes } from './eventstore/stored-lanes';
import { createStoredLedgers } from './eventstore/stored-ledgers';
import { createHeldFacts } from './peers/held-facts';
import { createPatientLookups } from './peers/patient-lookups';

interface Given {
  readonly stories: MessageStories;
  readonly inbox: ReceivedMessages;
  readonly partners: Partners;
  readonly laneOf: LaneOf;
}

/** What operators see of messages and do about them, on any instance. */
export function openQuarantine({ engines, clock, ids, peers }: ServiceDeps<unknown>, given: Given) {
  const { partners } = given;
  const stopping = new AbortController();
  const ledgers = createStoredLedgers({ store: engines.inbox, clock, ids });
  const lanes = createStoredLanes({ store: engines.events, clock, ids });
  const over = { ...given, ledgers };
  const held = createHeldFacts(peers('patients'), peers('beds'));
  const running: Running = {
    readiness: () => ({ ready: true }),
    // Whoever waits for an end is answered.
    stop() {
      stopping.abort();
      return Promise.resolve();
    },
  };
  return {
    ...running,
    people: createMessagePeople({ ...over, lookups: createPatientLookups(peers('patients')) }),
    texts: createMessageTexts(over),
    diffs: createMessageDiffs(over),
    dryRun: createDryRunner({ ...over, lanes, held, read: createMessageReader(partners) }),
    parked: createParkedLanes(given.stories),
    retryMany: createRetryMany({ ...over, clock }),
    work: createMessageWork({ ...over, clock, wait: pause, stopping: stopping.signal }),
  };
}
