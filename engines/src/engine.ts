/** Tells a person what is being done, a short sentence a call: "Fetching Apache Kafka 4.1.1 from Maven Central." */
export type Report = (sentence: string) => void;

export interface StartOptions {
  /** Where its data and its log stand, made if absent. One engine a folder. */
  readonly folder: string;
  /** Where clients reach it, on 127.0.0.1. One that the system chooses unless given. */
  readonly port?: number;
  /** Told of its process as soon as there is one, before it answers. */
  readonly onBegun?: ((process: RunningEngine) => void) | undefined;
}

/** A program that others built, or a stand-in for one, that can be put on this machine and run in a process of its own. */
export interface Engine {
  /** What `npm run engines` calls it: `kafka`. */
  readonly name: string;
  /** Which program is really run: "Apache Kafka 4.1.1", "a stand-in for EventStoreDB". */
  readonly what: string;
  /** Fetches what is missing; quick where everything is there. Throws OperatorError where a program is missing that it cannot fetch. */
  install(report: Report): Promise<void>;
  /**
   * Resolves when it answers. Started again with the same folder and port it goes on with what it had, also after a kill.
   * Throws OperatorError, naming the log, where it ended or did not answer in time; then nothing of it runs any more.
   */
  start(options: StartOptions): Promise<RunningEngine>;
}

/** A process that outlives this one unless it is ended. */
export interface RunningEngine {
  /** What a client is given to reach it. */
  readonly url: string;
  readonly pid: number;
  /** The file that it writes what it does into. */
  readonly log: string;
  /** SIGKILL, at once. Does nothing where it has ended. */
  kill(): void;
  /** Has it end by itself, and resolves when it has; kills it where it takes too long. Safe to repeat. */
  stop(): Promise<void>;
}
