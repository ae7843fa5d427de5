import { z } from 'zod';
import { publicEvent } from '../envelope';

/** A patient's record became part of another's. The survivor may itself have been merged on: ask the owner. */
export const patientMergedV1 = publicEvent(
  'uk.nhs.patientflow.patients.patient-merged.v1',
  z.object({ retiredId: z.uuid(), survivorId: z.uuid() }).strict(),
);
export type PatientMergedV1 = z.infer<typeof patientMergedV1>;

export const patientMergedV1Example: PatientMergedV1 = {
  specversion: '1.0',
  type: 'uk.nhs.patientflow.patients.patient-merged.v1',
  id: '5f0b8c1e-7a53-5a5c-9d0e-2b1f6a7c8d90',
  source: '/trusts/RXX/patients',
  subject: '0d9c2f1a-3b4e-4f5a-8c6d-7e8f9a0b1c2d',
  time: '2026-01-14T08:00:00.000Z',
  datacontenttype: 'application/json',
  revision: 9,
  previous: 7,
  correlationid: '7c1d4c61-52e0-4f0a-9a52-4d1b1f2c3e4d',
  data: { retiredId: '0d9c2f1a-3b4e-4f5a-8c6d-7e8f9a0b1c2d', survivorId: '1e8d3a2b-4c5f-4a6b-9d7e-8f9a0b1c2d3e' },
};
