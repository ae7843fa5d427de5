import { z } from 'zod';
import type { Instant } from '../time/instant';

/** Who did it. `onBehalfOf` is the person a service acted for; nothing here names a patient. */
export interface Actor {
  readonly user: string;
  readonly role: string;
  readonly onBehalfOf?: string;
  readonly device?: string;
}

/** Where a fact began. Inherited along causation: what follows from iPM's message is iPM's, and is never written back. */
export const ORIGINS = ['user', 'ipm', 'timer', 'import', 'system'] as const;
export type Origin = (typeof ORIGINS)[number];

export const ENTRY_MODES = ['live', 'downtime', 'import'] as const;
export type EntryMode = (typeof ENTRY_MODES)[number];

/** Everything that is stored beside an event's data. Frozen: fields may be added, never renamed or dropped. */
export interface EventMetadata {
  readonly commandId: string;
  /** SHA-256 in hex of the command's input, so that a key used again for other input is refused. */
  readonly inputHash: string;
  readonly correlationId: string;
  /** The id of the event, message or command that this follows from. */
  readonly causationId: string;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly entryMode: EntryMode;
  readonly partner?: string;
  readonly messageId?: string;
  /** Our clock, never going back within a process. When the fact was true is `occurredAt` in the data. */
  readonly recordedAt: Instant;
  readonly schemaVersion: number;
  /** W3C traceparent of the request that caused it. */
  readonly trace?: string;
}

export const eventMetadataSchema = z.object({
  commandId: z.string(),
  inputHash: z.string(),
  correlationId: z.string(),
  causationId: z.string(),
  actor: z.object({
    user: z.string(),
    role: z.string(),
    onBehalfOf: z.string().optional(),
    device: z.string().optional(),
  }),
  origin: z.enum(ORIGINS),
  entryMode: z.enum(ENTRY_MODES),
  partner: z.string().optional(),
  messageId: z.string().optional(),
  recordedAt: z.string(),
  schemaVersion: z.number().int(),
  trace: z.string().optional(),
});
