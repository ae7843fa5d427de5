import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import type { Engines } from '@flow/platform/engines/engines';
import { OperatorError } from '@flow/platform/values/operator-error';
import { openNamedEventStore } from './named-event-store';
import { openStartedEngines } from './started-engines';
import { STARTED } from './started-servers';

/** A set of engines that suites can be run on. */
export interface EngineKind {
  readonly name: string;
  /** What is really run, as the tables say it; a stand-in is called one. */
  readonly what: string;
  /** Part of the process that uses them: one process at a time. */
  readonly embedded: boolean;
  /** Replay and history are measured on them: a stand-in's would say nothing. */
  readonly holdsHistory: boolean;
  /** All of them unless given. */
  readonly suites?: readonly string[];
  open(folder: string): Promise<Engines>;
}

const embedded: EngineKind = {
  name: 'embedded',
  what: 'embedded (SQLite, WAL, synchronous=FULL)',
  embedded: true,
  holdsHistory: true,
  open: (folder) => openEmbeddedEngines({ folder }),
};

/** Needs Java: see engines/. */
const started: EngineKind = {
  name: 'started',
  what: STARTED,
  embedded: false,
  holdsHistory: false,
  open: openStartedEngines,
};

const named: EngineKind = {
  ...{ name: 'named', what: 'the event store of KURRENTDB_URL', embedded: false, holdsHistory: true },
  suites: ['store', 'history'],
  open: openNamedEventStore,
};

/** By the name that `--engines` takes. */
const KINDS: readonly EngineKind[] = [embedded, started, named];

export function engineKind(name: string): EngineKind {
  const found = KINDS.find((kind) => kind.name === name);
  if (found) return found;
  throw new OperatorError(`There are no engines ${name}; there are ${KINDS.map((kind) => kind.name).join(', ')}.`);
}
