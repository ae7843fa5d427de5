import { BusRefuses } from '../bus/bus-refuses';
import { pause } from '../running/pause';
import type { Readiness } from '../running/running';
import { systemClock, type Clock } from '../time/clock';
import { systemFaultOf } from '../values/system-fault';

/** How /readyz calls each engine, by its name there. */
const CALLED = {
  'event-store': 'The event store',
  'inbox-store': 'The store of the inbox',
  documents: 'The document store',
  bus: 'The bus',
} as const;
export type EngineName = keyof typeof CALLED;
export const ENGINE_NAMES: readonly EngineName[] = ['event-store', 'inbox-store', 'documents', 'bus'];

/** Each asks its engine something small. It rejects, within a bounded time, where the engine does not answer. */
export type AskEngines = Readonly<Partial<Record<EngineName, () => Promise<unknown>>>>;

export interface AnsweringOptions {
  /** From one answer to the next question; 1 s unless given. */
  readonly everyMs?: number;
  /** How long a question may be without an answer before the engine is said to be away; 3 s unless given. */
  readonly patienceMs?: number;
  readonly clock?: Clock;
}

/** Whether each engine has answered of late. */
export interface Answering {
  readiness(): Readonly<Partial<Record<EngineName, Readiness>>>;
  /** Asks nothing more. What was asked and not answered is left to itself. */
  stop(): Promise<void>;
}

const EVERY_MS = 1000;
const PATIENCE_MS = 3000;

const silent = (name: EngineName): string => `${CALLED[name]} does not answer.`;

/** An engine of this process may say what the disk said, and the bus that it does not do what it is asked. */
function reasonOf(name: EngineName, error: unknown): string {
  if (error instanceof BusRefuses) return error.told;
  const fault = systemFaultOf(error);
  return fault ? `${CALLED[name]} cannot be written: ${fault.what}.` : silent(name);
}

/** Asks each engine again and again: parts that wait for one that is away look like parts that have nothing to do. */
export function watchAnswering(engines: AskEngines, options: AnsweringOptions = {}): Answering {
  const { everyMs = EVERY_MS, patienceMs = PATIENCE_MS, clock = systemClock } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  /** Since when each has owed an answer. While nothing was asked, as in a process that was stopped, nothing is owed. */
  const owedSince = new Map<EngineName, number | undefined>();
  /** Why each gave no answer, when it was asked last. */
  const reasons = new Map<EngineName, string>();

  async function keepAsking(name: EngineName, ask: () => Promise<unknown>): Promise<void> {
    while (!signal.aborted) {
      owedSince.set(name, owedSince.get(name) ?? clock.monotonicMs());
      await ask().then(
        () => {
          owedSince.set(name, undefined);
          reasons.delete(name);
        },
        // That it is away is what /readyz says; why, its adapter's own calls log.
        (error: unknown) => void reasons.set(name, reasonOf(name, error)),
      );
      await pause(everyMs, signal);
    }
  }

  for (const name of ENGINE_NAMES) {
    const ask = engines[name];
    if (ask !== undefined) void keepAsking(name, ask);
  }
  const told = (name: EngineName, since: number = clock.monotonicMs()): Readiness =>
    clock.monotonicMs() - since <= patienceMs
      ? { ready: true }
      : { ready: false, reason: reasons.get(name) ?? silent(name) };
  return {
    readiness: () => Object.fromEntries([...owedSince].map(([name, since]) => [name, told(name, since)])),
    async stop() {
      stopping.abort();
      return Promise.resolve();
    },
  };
}
