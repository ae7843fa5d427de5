import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';
import type { LocalDate } from '@flow/platform/time/local-date';
import { genesisOf, hashOf, isRecord, linkOf, type ChainLink } from './audit-chain';
import { AUDIT_EVENTS } from './audit-entry';

export const AUDIT_FAULTS = ['changed', 'missing', 'out-of-place', 'unchained', 'cut-off', 'gone'] as const;
/**
 * `changed`: what it says is not what was written. `missing`: events before it are gone. `out-of-place`: it does not follow
 * the one before it. `unchained`: it has no hash, though the chain had begun. `cut-off`: events after it are gone, or were
 * added where another stream says that it ended. `gone`: another stream names it, and it is not there.
 */
export type AuditFaultKind = (typeof AUDIT_FAULTS)[number];

export interface AuditFault {
  readonly stream: string;
  readonly revision: number;
  readonly what: AuditFaultKind;
}

export interface AuditVerification {
  readonly streams: number;
  readonly events: number;
  /** Written before the chain began: nothing is known of them. */
  readonly beforeChain: number;
  readonly faults: readonly AuditFault[];
}

/** London days, both included. */
export interface AuditDays {
  readonly from?: LocalDate;
  readonly to?: LocalDate;
}

interface Stream {
  revision: number;
  hash: string | undefined;
}

/** What one stream says of where another ends. */
interface Claim {
  readonly stream: string;
  /** At least up to here. */
  readonly revision?: number;
  /** Exactly with this. */
  readonly hash?: string;
  /** It had one when it was seen. */
  readonly hasHash?: boolean;
}

/** Where an event says that other streams end. */
function headsIn({ type, data: { heads } }: RecordedEvent): Claim[] {
  if (type !== AUDIT_EVENTS.sealed || !Array.isArray(heads)) return [];
  return heads.filter(isRecord).flatMap(({ stream, revision, hash }) => {
    if (typeof stream !== 'string' || typeof revision !== 'number') return [];
    return [{ stream, revision, hasHash: typeof hash === 'string' }];
  });
}

const dayOf = (stream: string): string => stream.slice('audit-'.length, 'audit-2026-01-01'.length);

/** Checks events as they come in the order of the store. Of each stream only its end is kept. */
export function createVerifier(key: Buffer, { from, to }: AuditDays) {
  const streams = new Map<string, Stream>();
  const claims: Claim[] = [];
  const faults: AuditFault[] = [];
  const counts = { events: 0, beforeChain: 0 };
  let begun = false;

  const isWithin = (stream: string): boolean =>
    (from === undefined || dayOf(stream) >= from) && (to === undefined || dayOf(stream) <= to);
  function found(stream: string, revision: number, what: AuditFaultKind): void {
    if (isWithin(stream)) faults.push({ stream, revision, what });
  }

  function followsOn({ stream, revision }: RecordedEvent, { previous, after }: ChainLink, before: Stream): void {
    if (revision > 0) {
      // A stream is of one instance, which chains all of it or nothing: the one before had a hash once.
      if (before.hash === undefined) found(stream, revision - 1, 'unchained');
      else if (previous !== before.hash) found(stream, revision, 'out-of-place');
    } else if (after !== undefined) claims.push({ stream: after, hash: previous });
    else if (previous !== genesisOf(key, stream)) found(stream, revision, 'out-of-place');
  }

  function checkLink(event: RecordedEvent, before: Stream): void {
    const link = linkOf(event.data);
    if (link === undefined) {
      if (begun) found(event.stream, event.revision, 'unchained');
      else if (isWithin(event.stream)) counts.beforeChain += 1;
      return;
    }
    begun = true;
    if (hashOf(key, event.stream, event) !== link.hash) found(event.stream, event.revision, 'changed');
    else if (event.revision === before.revision + 1) followsOn(event, link, before);
    before.hash = link.hash;
  }

  function ends({ stream, revision, hash, hasHash }: Claim): void {
    const end = streams.get(stream);
    if (end === undefined) found(stream, revision ?? 0, 'gone');
    else if (end.revision < (revision ?? 0)) found(stream, end.revision, 'cut-off');
    else if (revision !== undefined && hasHash === true && end.hash === undefined)
      found(stream, end.revision, 'unchained');
    else if (hash !== undefined && end.hash !== hash) found(stream, end.revision, 'cut-off');
  }

  return {
    take(event: RecordedEvent): void {
      const { stream, revision } = event;
      const before = streams.get(stream) ?? { revision: -1, hash: undefined };
      streams.set(stream, before);
      // The store gives a batch again after a loss.
      if (revision <= before.revision) return;
      if (isWithin(stream)) counts.events += 1;
      if (revision > before.revision + 1) found(stream, revision, 'missing');
      checkLink(event, before);
      before.revision = revision;
      claims.push(...headsIn(event));
    },
    finish(): AuditVerification {
      claims.forEach(ends);
      return { streams: [...streams.keys()].filter(isWithin).length, ...counts, faults };
    },
  };
}

/** Reads every audit stream once, to where the store ends now. */
export async function verifyAudit(store: EventStore, key: Buffer, days: AuditDays = {}): Promise<AuditVerification> {
  const verifier = createVerifier(key, days);
  const ending = new AbortController();
  for await (const { events, caughtUp } of store.subscribe({ prefixes: ['audit-'], signal: ending.signal })) {
    for (const event of events) verifier.take(event);
    if (caughtUp) ending.abort();
  }
  return verifier.finish();
}
