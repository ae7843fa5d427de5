import type { EventStore } from '@flow/platform/event-store/event-store';
import type { Ids } from '@flow/platform/ids/ids';
import type { Clock } from '@flow/platform/time/clock';

export interface StreamDeps {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly ids: Ids;
}
