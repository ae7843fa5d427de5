import { pause } from '@flow/platform/running/pause';
import type { Running } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { createMessageWork, type MessageWork, type MessageWorkDeps } from '../application/work-messages';

/** What operators do about messages, on any instance. Whoever waits for an end is answered when the service stops. */
export function openMessageWork(
  { clock }: Pick<ServiceDeps<unknown>, 'clock'>,
  given: Omit<MessageWorkDeps, 'clock' | 'wait' | 'stopping'>,
): MessageWork & Running {
  const stopping = new AbortController();
  return {
    ...createMessageWork({ ...given, clock, wait: pause, stopping: stopping.signal }),
    readiness: () => ({ ready: true }),
    stop() {
      stopping.abort();
      return Promise.resolve();
    },
  };
}
