import { ack } from './ack/suite';
import type { Suite } from './harness/bench';
import { graph } from './graph/suite';
import { store } from './store/suite';

/** In the order in which they are run. */
export const SUITES: readonly Suite[] = [ack, graph, store];
