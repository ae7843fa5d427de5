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

/** Who was shown whom. */
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
}

/** Frozen: the stored name of an entry. */
const EVENT_TYPE = 'patients-shown.v1';
const ACTOR: Actor = { user: 'service:gateway', role: 'service' };
/** Ids of patients in one event: about 200 KB. */
const PATIENTS_AN_EVENT = 5000;

const hashOf = (data: JsonObject): string => createHash('sha256').update(JSON.stringify(data)).digest('hex');

function metadataOf(data: JsonObject, correlationId: string, { clock, ids }: EntryDeps): EventMetadata {
  return {
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
}

export interface EntryDeps {
  /** One that never goes back. */
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The events of an entry: none when it shows nobody, several when it shows thousands. */
export function auditEvents({ correlationId, ...entry }: AuditEntry, deps: EntryDeps): NewEvent[] {
  return Array.from({ length: Math.ceil(entry.patients.length / PATIENTS_AN_EVENT) }, (_, index) => {
    const data: JsonObject = {
      viewers: entry.viewers.map((viewer) => ({ ...viewer })),
      patients: entry.patients.slice(index * PATIENTS_AN_EVENT, (index + 1) * PATIENTS_AN_EVENT),
      class: entry.class,
      operation: entry.operation,
      ...(entry.shownAt !== undefined && { shownAt: entry.shownAt }),
    };
    const metadata = metadataOf(data, correlationId, deps);
    return { id: derivedId('audit', metadata.commandId, 0), type: EVENT_TYPE, data, metadata };
  });
}
