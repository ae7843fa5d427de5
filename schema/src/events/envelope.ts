import { z } from 'zod';

/**
 * A public event: a CloudEvents 1.0 envelope in structured JSON. Its data holds ids only: whoever needs a name asks the
 * owner for it, and is audited for asking. `type` carries the major version; a new major version is a new file.
 */
export const publicEvent = <Type extends `uk.nhs.patientflow.${string}.v${number}`, Data extends z.ZodType>(
  type: Type,
  data: Data,
) =>
  z
    .object({
      specversion: z.literal('1.0'),
      type: z.literal(type),
      /** The id of the stored event that it tells of: the same event again has the same id. */
      id: z.uuid(),
      /** The trust and the service that owns the fact. */
      source: z.string().regex(/^\/trusts\/[A-Z0-9]{3,5}\/[a-z-]+$/),
      /** The boundary that orders events, and the key on the bus: a patient, an estate, an appointment. */
      subject: z.string().min(1),
      /** When it was recorded, in UTC with milliseconds. */
      time: z.iso.datetime({ precision: 3 }),
      datacontenttype: z.literal('application/json'),
      /** The revision of the subject after this event. */
      revision: z.number().int().min(0),
      /** The revision of the last public event of this subject; null for its first. Another one seen last means a gap. */
      previous: z.number().int().min(0).nullable(),
      correlationid: z.string().min(1),
      traceparent: z
        .string()
        .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
        .optional(),
      data,
    })
    .strict();
