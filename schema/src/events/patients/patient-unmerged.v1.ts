import { z } from 'zod';
import { publicEvent } from '../envelope';

/** A merge was undone: the patient's record stands by itself again. */
export const patientUnmergedV1 = publicEvent(
  'uk.nhs.patientflow.patients.patient-unmerged.v1',
  z.object({ patientId: z.uuid() }).strict(),
);
export type PatientUnmergedV1 = z.infer<typeof patientUnmergedV1>;

export const patientUnmergedV1Example: PatientUnmergedV1 = {
  specversion: '1.0',
  type: 'uk.nhs.patientflow.patients.patient-unmerged.v1',
  id: '5f0b8c1e-7a53-5a5c-9d0e-2b1f6a7c8d90',
  source: '/trusts/RXX/patients',
  subject: '0d9c2f1a-3b4e-4f5a-8c6d-7e8f9a0b1c2d',
  time: '2026-01-14T08:00:00.000Z',
  datacontenttype: 'application/json',
  revision: 11,
  previous: 9,
  correlationid: '7c1d4c61-52e0-4f0a-9a52-4d1b1f2c3e4d',
  data: { patientId: '0d9c2f1a-3b4e-4f5a-8c6d-7e8f9a0b1c2d' },
};
