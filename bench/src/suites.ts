import { ack } from './ack/suite';
import { board } from './board/suite';
import { book } from './book/suite';
import { boot } from './boot/suite';
import { drain } from './drain/suite';
import { graph } from './graph/suite';
import type { Suite } from './harness/bench';
import { history } from './history/suite';
import { relay } from './relay/suite';
import { search } from './search/suite';
import { store } from './store/suite';

/** In the order in which they are run. */
export const SUITES: readonly Suite[] = [ack, board, store, history, book, graph, search, drain, relay, boot];
