import type { Position } from '@flow/platform/event-store/event-store';
import type { Instant } from '@flow/platform/time/instant';

/** How a partner's link stands on this instance, since it was started. */
export interface LinkState {
  readonly partner: string;
  readonly listening: boolean;
  /** The port it listens on; absent when it does not. */
  readonly port?: number;
  readonly connections: number;
  /** When the oldest of the connections now open was made; absent when none is. */
  readonly connectedSince?: Instant;
  /** When the last frame was stored: by the clock of now, if that was set back since. */
  readonly lastHeardAt?: Instant;
  /** Where the last frame known of stands in the inbox, one that was there before the start too. */
  readonly lastReceived?: Position;
  /** When that frame was stored, where the inbox alone knows: as the wall clock of an earlier life gave it. */
  readonly lastReceivedAt?: Instant;
  /** A frame came that the store did not take, and none has been stored since: the partner sends it again. */
  readonly awaited?: boolean;
  /** False: no board waits for what this partner says. Absent: boards do. */
  readonly completesBoards?: boolean;
  /** Why it does not listen or keeps an older configuration: for operators, without content. */
  readonly problem?: string;
}
