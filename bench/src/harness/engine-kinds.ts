import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import type { Engines } from '@flow/platform/engines/engines';
import { OperatorError } from '@flow/platform/values/operator-error';
import { openStartedEngines, STARTED } from './started-engines';

/** A set of engines that suites can be run on. */
export interface EngineKind {
  readonly name: string;
  /** What is really run, as the tables say it; a stand-in is called one. */
  readonly what: string;
  /** Figures of these are of one machine and process: history and replay are measured on them. */
  readonly embedded: boolean;
  open(folder: string): Promise<Engines>;
}

const embedded: EngineKind = {
  name: 'embedded',
  what: 'embedded (SQLite, WAL, synchronous=FULL)',
  embedded: true,
  open: (folder) => openEmbeddedEngines({ folder }),
};

/** Needs Java: see engines/. */
const started: EngineKind = {
  name: 'started',
  what: STARTED,
  embedded: false,
  open: openStartedEngines,
};

/** By the name that `--engines` takes. */
const KINDS: readonly EngineKind[] = [embedded, started];

export function engineKind(name: string): EngineKind {
  const found = KINDS.find((kind) => kind.name === name);
  if (found) return found;
  throw new OperatorError(`There are no engines ${name}; there are ${KINDS.map((kind) => kind.name).join(', ')}.`);
}
