import { DuplicateKey, type Collection, type Documents } from '../documents/documents';
import { randomIds } from '../ids/ids';
import type { Log } from '../telemetry/log';
import type { Metrics } from '../telemetry/metrics';
import { systemClock, type Clock } from '../time/clock';
import { LEASES, type LeaseDocument } from './lease-document';
import { pause } from './pause';
import { isTransient, persistently, Stopped } from './persistently';

export interface LeaseOptions {
  readonly documents: Documents;
  /** What one instance at a time does. */
  readonly name: string;
  readonly instance: string;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** How long an owner may be silent before another takes over; 7 s unless given, so that ten are kept. */
  readonly ttlMs?: number;
  readonly clock?: Clock;
  /** Where it is told that this instance owns it. */
  readonly metrics?: Metrics | undefined;
}

const TTL_MS = 7000;
const LONGEST_INTERVAL_MS = 1000;
const RELEASE_ATTEMPTS = 4;
const MOST_LEASES = 64;

interface Claimant extends Required<Omit<LeaseOptions, 'documents' | 'instance' | 'metrics'>> {
  readonly leases: Collection<LeaseDocument>;
  readonly owner: string;
  readonly everyMs: number;
  readonly tellHeld: (held: boolean) => void;
}

/**
 * Runs the work while this instance owns the lease; its signal fires when the lease is lost, and it is run again once the lease
 * is back. Ends when the work is done, when it throws (with that error), or when the signal has fired and the work has ended.
 * A lease only saves work: for a moment two may own it, so the work must be safe to do twice.
 */
export async function underLease(options: LeaseOptions, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const { documents, name, instance, signal, ttlMs = TTL_MS, clock = systemClock } = options;
  const log = options.log.with({ part: name });
  const claimant: Claimant = {
    ...{ name, signal, ttlMs, clock, log },
    leases: await persistently(async () => documents.collection<LeaseDocument>(LEASES, []), { signal, log }),
    owner: `${instance}/${randomIds.next()}`,
    everyMs: Math.min(ttlMs / 4, LONGEST_INTERVAL_MS),
    tellHeld: heldMetric(options),
  };
  claimant.tellHeld(false);
  for (;;) {
    const term = await whenFree(claimant);
    if (term === undefined || (await whileOwning(claimant, term, work)) === 'ended') return;
    log.warn('A lease was lost; whoever takes it next goes on.');
  }
}

/** So that it is seen when nobody does what one instance at a time must. */
function heldMetric({ metrics, name: lease }: LeaseOptions): (held: boolean) => void {
  const gauge = metrics?.gauge({
    name: 'lease_held',
    help: 'Whether this instance does what one at a time does.',
    labels: { lease: { atMost: MOST_LEASES } },
  });
  return (held) => gauge?.set(held ? 1 : 0, { lease });
}

/** Tells whether somebody owns a lease and counted on since this was last asked; so never at the first time. */
export async function watchLease(documents: Documents, name: string): Promise<() => Promise<boolean>> {
  const leases = await documents.collection<LeaseDocument>(LEASES, []);
  let seen: LeaseDocument | undefined;
  return async () => {
    const held = await leases.findOne({ _id: name });
    const counted = seen !== undefined && held?.owner === seen.owner && held.renewed > seen.renewed;
    seen = held;
    return counted && !isFree(held);
  };
}

/** Waits until nobody owns it, or its owner was silent for too long by our own clock, and takes it. Undefined when stopped. */
async function whenFree(claimant: Claimant): Promise<number | undefined> {
  const { leases, name, owner, signal, ttlMs, clock, everyMs, log } = claimant;
  let seen: LeaseDocument | undefined;
  let silentMs = 0;
  let lookedAt = clock.monotonicMs();
  while (!signal.aborted) {
    try {
      const held = await leases.findOne({ _id: name });
      const now = clock.monotonicMs();
      // While we were stopped ourselves we saw nothing: a long gap between two looks is not silence of the owner's.
      silentMs = isSame(held, seen) ? silentMs + Math.min(now - lookedAt, 2 * everyMs) : 0;
      [seen, lookedAt] = [held, now];
      if (held?.owner === owner) return held.term;
      if ((isFree(held) || silentMs >= ttlMs) && (await take(claimant, held))) return (held?.term ?? 0) + 1;
    } catch (error) {
      if (!isTransient(error)) throw error;
      log.debug('A lease could not be read or taken; it is tried again.', { error });
    }
    await pause(everyMs, signal);
  }
  return undefined;
}

const isFree = (held: LeaseDocument | undefined): boolean => held === undefined || held.owner === null;

const isSame = (a: LeaseDocument | undefined, b: LeaseDocument | undefined): boolean =>
  a?.owner === b?.owner && a?.term === b?.term && a?.renewed === b?.renewed;

async function take({ leases, name, owner }: Claimant, held: LeaseDocument | undefined): Promise<boolean> {
  const mine = { _id: name, owner, term: (held?.term ?? 0) + 1, renewed: 0 };
  if (held) {
    const { term, renewed } = held;
    return leases.replaceOne({ _id: name, owner: held.owner, term, renewed }, mine);
  }
  try {
    await leases.insertOne(mine);
    return true;
  } catch (error) {
    if (error instanceof DuplicateKey) return false;
    throw error;
  }
}

async function whileOwning(
  claimant: Claimant,
  term: number,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<'ended' | 'lost'> {
  const { signal, tellHeld } = claimant;
  tellHeld(true);
  const lost = new AbortController();
  const over = new AbortController();
  const renewing = renew(claimant, term, over.signal).then((still) => {
    if (!still) lost.abort();
  });
  try {
    await work(AbortSignal.any([signal, lost.signal]));
  } catch (error) {
    const wasTold = signal.aborted || lost.signal.aborted;
    if (!(wasTold && error instanceof Stopped)) throw error;
  } finally {
    tellHeld(false);
    over.abort();
    await renewing;
    if (!lost.signal.aborted) await release(claimant, term);
  }
  return lost.signal.aborted && !signal.aborted ? 'lost' : 'ended';
}

/** Counts on until it is over (true), or another has taken the lease or nothing was heard of it for its whole time (false). */
async function renew(
  { leases, name, owner, ttlMs, everyMs, clock, log }: Claimant,
  term: number,
  over: AbortSignal,
): Promise<boolean> {
  let heardAt = clock.monotonicMs();
  for (let renewed = 1; ; renewed += 1) {
    await pause(everyMs, over);
    if (over.aborted) return true;
    const askedAt = clock.monotonicMs();
    try {
      if (!(await leases.updateOne({ _id: name, owner, term }, { $set: { renewed } }))) return false;
      heardAt = askedAt;
    } catch (error) {
      log.debug('A lease could not be renewed; it is tried again.', { error });
      if (clock.monotonicMs() - heardAt > ttlMs) return false;
    }
  }
}

/** So that the next need not wait. When it fails, the lease runs out by itself. */
async function release({ leases, name, owner, log }: Claimant, term: number): Promise<void> {
  for (let attempt = 1; attempt <= RELEASE_ATTEMPTS; attempt += 1) {
    try {
      await leases.updateOne({ _id: name, owner, term }, { $set: { owner: null } });
      return;
    } catch (error) {
      if (attempt === RELEASE_ATTEMPTS) log.warn('A lease could not be released; it runs out by itself.', { error });
    }
  }
}
