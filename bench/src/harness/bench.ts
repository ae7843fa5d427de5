import type { EngineKind } from './engine-kinds';
import type { Peers } from './peers';
import type { Telling } from './report';

/** What a suite is given. */
export interface Bench extends Telling {
  /** Small sizes, and no time of its own is asserted: it has to end within minutes on any machine. */
  readonly quick: boolean;
  readonly engines: EngineKind;
  readonly peers: Peers;
  /** Of this suite alone; it goes when the suite ends. */
  readonly folder: string;
  readonly progress: (text: string) => void;
  /** One of two, by the kind of run. */
  readonly sized: <T>(quick: T, full: T) => T;
}

/** One subject of measurement. */
export interface Suite {
  readonly name: string;
  readonly what: string;
  run(bench: Bench): Promise<void>;
}
