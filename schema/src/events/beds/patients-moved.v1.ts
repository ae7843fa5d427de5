import { z } from 'zod';
import { publicEvent } from '../envelope';

const spot = z.object({ wardId: z.string().nullable(), bedId: z.string().nullable() }).strict();

/** Patients came into wards and beds, left them, or changed places: all of it at once. Null: not in the hospital. */
export const patientsMovedV1 = publicEvent(
  'uk.nhs.patientflow.beds.patients-moved.v1',
  z
    .object({
      cause: z.string(),
      occurredAt: z.string(),
      legs: z.array(
        z.object({ stayId: z.string(), patientId: z.string(), from: spot.nullable(), to: spot.nullable() }).strict(),
      ),
    })
    .strict(),
);
export type PatientsMovedV1 = z.infer<typeof patientsMovedV1>;

export const patientsMovedV1Example: PatientsMovedV1 = {
  specversion: '1.0',
  type: 'uk.nhs.patientflow.beds.patients-moved.v1',
  id: '5f0b8c1e-7a53-5a5c-9d0e-2b1f6a7c8d91',
  source: '/trusts/RXX/beds',
  subject: 'trust',
  time: '2026-01-14T08:00:00.000Z',
  datacontenttype: 'application/json',
  revision: 1000009,
  previous: 1000007,
  correlationid: '7c1d4c61-52e0-4f0a-9a52-4d1b1f2c3e4e',
  data: {
    cause: 'moved',
    occurredAt: '2026-01-14T07:58:00.000Z',
    legs: [
      {
        stayId: '1d9c2f1a-3b4e-4f5a-8c6d-7e8f9a0b1c2d',
        patientId: '0d9c2f1a-3b4e-4f5a-8c6d-7e8f9a0b1c2d',
        from: { wardId: 'A1', bedId: 'A1-01' },
        to: { wardId: 'B2', bedId: null },
      },
    ],
  },
};
