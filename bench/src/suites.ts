import { ack } from './ack/suite';
import type { Suite } from './harness/bench';

/** In the order in which they are run. */
export const SUITES: readonly Suite[] = [ack];
