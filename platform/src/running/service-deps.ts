import type { Engines } from '../engines/engines';
import type { GraphPeer } from '../graphql/peer';
import type { Ids } from '../ids/ids';
import type { Log } from '../telemetry/log';
import type { Metrics } from '../telemetry/metrics';
import type { Tracing } from '../telemetry/tracing';
import type { Clock } from '../time/clock';

/** What a service is started with: everything that it must not find for itself. */
export interface ServiceDeps<Config> {
  readonly config: Config;
  readonly engines: Engines;
  readonly clock: Clock;
  readonly ids: Ids;
  /** With the service's name and instance on every line. */
  readonly log: Log;
  /** Those of the process, shared with the other services in it. */
  readonly metrics: Metrics;
  /** Where this service's spans go; nowhere if not told. */
  readonly tracing?: Tracing | undefined;
  /** Another service's contract, by the service's name. Gives one also while that service is not there yet. */
  readonly peers: (service: string) => GraphPeer;
  /**
   * The vocabulary of stored events that this service may write now, since all its instances read it; the first if not told. For
   * a codec (`writingAs`), and for a use case whose event has no older form.
   */
  readonly written?: (() => number) | undefined;
  /** Aborts when the process is told to stop: what a start does for long gives up then. Never, if not told. */
  readonly starting?: AbortSignal | undefined;
  /** Tells this instance from others of the same service, also on other machines; new at every start. */
  readonly instance: string;
}
