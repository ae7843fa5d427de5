import type { Log } from '@flow/platform/telemetry/log';
import type { Wait } from './news';
import type { PatientDetails, PatientDetailsSource, PatientDetailsStore } from './patient-details';

export interface DetailsKeeper {
  /** Details of at least that revision; undefined while there are none. */
  get(patientId: string, revision: number): PatientDetails | undefined;
  /** Says whom a board shows, at which revision; fetches who is missing or older, and forgets all others. */
  want(wanted: ReadonlyMap<string, number>): void;
  /** Whose details have come since this was asked last. */
  arrived(): ReadonlySet<string>;
  /** How many are not there yet; those of whom nobody knows will never be. */
  missing(): number;
  stop(): Promise<void>;
}

export interface DetailsKeeperDeps {
  readonly source: PatientDetailsSource;
  readonly store: PatientDetailsStore;
  /** Called after some have come. */
  readonly onArrived: () => void;
  readonly log: Log;
  readonly wait: Wait;
}

/** What the patients service answers at once. */
const AT_ONCE = 100;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

type Fetching = Pick<DetailsKeeperDeps, 'source' | 'store' | 'log'>;

interface Lack {
  readonly lacking: () => readonly string[];
  readonly take: (found: readonly PatientDetails[]) => readonly PatientDetails[];
  /** Whoever owns them has answered that there is nobody of these ids. */
  readonly nobody: (ids: readonly string[]) => void;
}

/** Nobody's, where it cannot be said: then their owner is asked. */
const kept = async (store: PatientDetailsStore, ids: readonly string[]): Promise<readonly PatientDetails[]> =>
  store.find(ids).catch(() => []);

/** Fetches for these, some at a time, from where they are kept and then from whoever owns them. False when it failed. */
async function fetched({ source, store, log }: Fetching, { lacking, take, nobody }: Lack): Promise<boolean> {
  const ids = lacking();
  try {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      take(await kept(store, some));
      const left = new Set(lacking());
      const asked = some.filter((id) => left.has(id));
      if (asked.length === 0) continue;
      const found = await source.fetch(asked);
      const known = new Set(found.map(({ patientId }) => patientId));
      nobody(asked.filter((id) => !known.has(id)));
      for (const one of take(found)) await store.keep(one);
    }
    return true;
  } catch (error) {
    log.warn('Details of patients could not be had; they are asked for again.', { part: 'patient-details', error });
    return false;
  }
}

/** Keeps the details of everybody on the board, of at least the revision that the book has noted. */
export function createDetailsKeeper({ onArrived, wait, ...fetching }: DetailsKeeperDeps): DetailsKeeper {
  const held = new Map<string, PatientDetails>();
  const over = new AbortController();
  let wanted: ReadonlyMap<string, number> = new Map();
  let wake: (() => void) | undefined;
  let arrived = new Set<string>();

  /** Of whom nobody knows, and at which revision that was said: an answer, which is not asked for again. */
  const unknown = new Map<string, number>();

  const revisionOf = (id: string): number => held.get(id)?.revision ?? -1;
  const isUnknown = (id: string, revision: number): boolean => (unknown.get(id) ?? -1) >= revision;
  const lacking = (): string[] =>
    [...wanted].flatMap(([id, revision]) => (revisionOf(id) < revision && !isUnknown(id, revision) ? [id] : []));
  const nobody = (ids: readonly string[]): void => {
    for (const id of ids) unknown.set(id, wanted.get(id) ?? 0);
  };

  function take(found: readonly PatientDetails[]): readonly PatientDetails[] {
    const newer = found.filter(({ patientId, revision }) => revision > revisionOf(patientId));
    for (const one of newer) {
      held.set(one.patientId, one);
      arrived.add(one.patientId);
    }
    if (newer.length > 0) onArrived();
    return newer;
  }

  async function run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!over.signal.aborted) {
      if (lacking().length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const isWhole = (await fetched(fetching, { lacking, take, nobody })) && lacking().length === 0;
      if (!isWhole) await wait(pauseMs, over.signal);
      pauseMs = isWhole ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  const running = run();
  return {
    get(patientId, revision) {
      const details = held.get(patientId);
      return details !== undefined && details.revision >= revision ? details : undefined;
    },
    want(now) {
      wanted = now;
      for (const id of held.keys()) if (!now.has(id)) held.delete(id);
      for (const id of unknown.keys()) if (!now.has(id)) unknown.delete(id);
      if (lacking().length > 0) wake?.();
    },
    arrived() {
      const told = arrived;
      arrived = new Set();
      return told;
    },
    missing: () => lacking().length,
    async stop() {
      over.abort();
      wake?.();
      await running;
    },
  };
}
