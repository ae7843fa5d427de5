import { z } from 'zod';
import type { RecordedEvent } from '../event-store/event-store';
import type { JsonObject } from '../values/json';

/** What a mapper makes of a stored event: ids and facts for other services, nothing of a patient but ids. */
export interface PublicEvent {
  /** `uk.nhs.patientflow.<service>.<name>.v<n>`. */
  readonly type: `uk.nhs.patientflow.${string}.v${number}`;
  /** `/trusts/<ODS code>/<service>`. */
  readonly source: string;
  /** The boundary that orders events, and the key on the bus: a patient, an estate, an appointment. */
  readonly subject: string;
  /** Of the subject after this event. Grows from event to event; the stored event's own unless given. */
  readonly revision?: number;
  readonly data: JsonObject;
}

const cloudEventSchema = z.object({
  specversion: z.literal('1.0'),
  type: z.string().min(1),
  id: z.string().min(1),
  source: z.string().min(1),
  subject: z.string().min(1),
  time: z.string().min(1),
  datacontenttype: z.literal('application/json'),
  revision: z.number().int().min(0),
  previous: z.number().int().min(0).nullable(),
  correlationid: z.string().min(1),
  traceparent: z.string().optional(),
  data: z.custom<JsonObject>((data) => typeof data === 'object' && data !== null && !Array.isArray(data)),
});

/** A public event on the bus: CloudEvents 1.0, structured, with its place in the subject's order. */
export type CloudEvent = z.infer<typeof cloudEventSchema>;

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The same event and the same predecessor always give the same text, so that a repeat is one. */
export function cloudEventOf(
  { type, source, subject, revision, data }: PublicEvent,
  { id, revision: storedRevision, metadata }: RecordedEvent,
  previous: number | null,
): CloudEvent {
  const { recordedAt, correlationId, trace } = metadata;
  return {
    specversion: '1.0',
    ...{ type, id, source, subject, time: recordedAt, datacontenttype: 'application/json' },
    ...{ revision: revision ?? storedRevision, previous, correlationid: correlationId },
    ...(trace !== undefined && TRACEPARENT.test(trace) && { traceparent: trace }),
    data,
  };
}

/** Undefined for what is no public event. */
export function parseCloudEvent(text: string): CloudEvent | undefined {
  try {
    return cloudEventSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
