import type { Actor, EventMetadata } from '@flow/platform/event-store/event-metadata';
import type { NewEvent } from '@flow/platform/event-store/event-store';
import { derivedId, type Ids } from '@flow/platform/ids/ids';
import type { Clock } from '@flow/platform/time/clock';
import type { JsonObject } from '@flow/platform/values/json';
import { createHash } from 'node:crypto';

/** Somebody to whom patients were shown, as they were at that moment. */
export interface Viewer {
  readonly user: string;
  readonly roles: readonly string[];
  readonly device?: string;
}

/** Who was shown whom; or who asked for somebody and was shown nobody. */
export interface AuditEntry {
  readonly viewers: readonly Viewer[];
  readonly patients: readonly string[];
  /** How: in an answer, in the outcome of a mutation, or in frames of a subscription. */
  readonly class: 'query' | 'mutation' | 'subscription';
  /** The graph's own names of what was asked for: `hospitalBoard`. */
  readonly operation: string;
  readonly correlationId: string;
  /** When, for an entry that reaches the store later. Else its event's own time says it. */
  readonly shownAt?: string;
  /** Those of the patients whom the viewers had opened by break-glass then. */
  readonly breakGlass?: readonly string[];
  /** Why there are no patients: nobody was found, or it was refused. Never what was searched for. */
  readonly nobody?: 'not-found' | 'refused';
}

/** Where a stream ends, as another stream says it. */
export interface StreamHead {
  readonly stream: string;
  readonly revision: number;
  readonly hash: string;
}

/** Frozen: the stored names of entries. */
export const AUDIT_EVENTS = {
  shown: 'patients-shown.v1',
  nobody: 'nobody-shown.v1',
  sealed: 'audit-streams-sealed.v1',
} as const;
const ACTOR: Actor = { user: 'service:gateway', role: 'service' };
/** Ids of patients in one event: about 200 KB. */
const PATIENTS_AN_EVENT = 5000;

export interface EntryDeps {
  /** One that never goes back. */
  readonly clock: Clock;
  readonly ids: Ids;
}

const hashOf = (data: JsonObject): string => createHash('sha256').update(JSON.stringify(data)).digest('hex');

function eventOf(type: string, data: JsonObject, correlationId: string, { clock, ids }: EntryDeps): NewEvent {
  const metadata: EventMetadata = {
    commandId: ids.next(),
    inputHash: hashOf(data),
    correlationId,
    causationId: correlationId,
    actor: ACTOR,
    origin: 'system',
    entryMode: 'live',
    recordedAt: clock.now(),
    schemaVersion: 1,
  };
  return { id: derivedId('audit', metadata.commandId, 0), type, data, metadata };
}

const askedOf = ({ viewers, class: how, operation, shownAt }: AuditEntry) => ({
  viewers: viewers.map((viewer) => ({ ...viewer })),
  class: how,
  operation,
  ...(shownAt !== undefined && { shownAt }),
});

function shownIn(entry: AuditEntry, patients: readonly string[]): JsonObject {
  const opened = patients.filter((id) => entry.breakGlass?.includes(id));
  return { ...askedOf(entry), patients, ...(opened.length > 0 && { breakGlass: opened }) };
}

/** The events of an entry: none when it says nothing, several when it shows thousands. */
export function auditEvents(entry: AuditEntry, deps: EntryDeps): NewEvent[] {
  const { patients, nobody, correlationId } = entry;
  if (patients.length === 0) {
    if (nobody === undefined) return [];
    return [eventOf(AUDIT_EVENTS.nobody, { ...askedOf(entry), outcome: nobody }, correlationId, deps)];
  }
  return Array.from({ length: Math.ceil(patients.length / PATIENTS_AN_EVENT) }, (_, index) => {
    const some = patients.slice(index * PATIENTS_AN_EVENT, (index + 1) * PATIENTS_AN_EVENT);
    return eventOf(AUDIT_EVENTS.shown, shownIn(entry, some), correlationId, deps);
  });
}

/** The event that says where other streams end. */
export function sealingEvent(heads: readonly StreamHead[], deps: EntryDeps): NewEvent {
  const correlationId = deps.ids.next();
  return eventOf(AUDIT_EVENTS.sealed, { heads: heads.map((head) => ({ ...head })) }, correlationId, deps);
}
