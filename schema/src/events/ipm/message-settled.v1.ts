import { z } from 'zod';
import { publicEvent } from '../envelope';

/**
 * A message of a partner came to an outcome: its first, or a better one after it was looked at again. What it caused is told
 * by the owners in their own events.
 */
export const messageSettledV1 = publicEvent(
  'uk.nhs.patientflow.ipm.message-settled.v1',
  z
    .object({
      messageId: z.uuid(),
      partner: z.string().min(1),
      outcome: z.enum(['applied', 'ignored', 'held', 'quarantined', 'duplicate', 'skipped']),
      /** The rule, the service it is held for, or the reason of quarantine or of skipping it, as a code; null for the others. */
      reason: z
        .string()
        .regex(/^[A-Za-z_-]+$/)
        .nullable(),
      /** Whom and which stays it was applied to. */
      patientIds: z.array(z.uuid()),
      stayIds: z.array(z.uuid()),
    })
    .strict(),
);
export type MessageSettledV1 = z.infer<typeof messageSettledV1>;

export const messageSettledV1Example: MessageSettledV1 = {
  specversion: '1.0',
  type: 'uk.nhs.patientflow.ipm.message-settled.v1',
  id: '5f0b8c1e-7a53-5a5c-9d0e-2b1f6a7c8d90',
  source: '/trusts/RXX/ipm',
  subject: '2f6d0b8e-93c4-4a57-8b1e-0a9c7d5e3f21',
  time: '2026-01-14T08:00:00.000Z',
  datacontenttype: 'application/json',
  revision: 1,
  previous: null,
  correlationid: '2f6d0b8e-93c4-4a57-8b1e-0a9c7d5e3f21',
  data: {
    messageId: '2f6d0b8e-93c4-4a57-8b1e-0a9c7d5e3f21',
    partner: 'ipm',
    outcome: 'applied',
    reason: null,
    patientIds: ['0d9c2f1a-3b4e-4f5a-8c6d-7e8f9a0b1c2d'],
    stayIds: ['7a1c9e3d-5b2f-4d60-9c8e-1f0a2b3c4d5e'],
  },
};
