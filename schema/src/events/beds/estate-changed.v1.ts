import { z } from 'zod';
import { publicEvent } from '../envelope';

/** Sites, wards, bays or beds were set up, described otherwise or decommissioned, all at once: ask the owner how they are now. */
export const estateChangedV1 = publicEvent(
  'uk.nhs.patientflow.beds.estate-changed.v1',
  z.object({ bedIds: z.array(z.string()) }).strict(),
);
export type EstateChangedV1 = z.infer<typeof estateChangedV1>;

export const estateChangedV1Example: EstateChangedV1 = {
  specversion: '1.0',
  type: 'uk.nhs.patientflow.beds.estate-changed.v1',
  id: '0d4f7a52-6c1b-5e0e-8f7b-3a9c1d2e4f60',
  source: '/trusts/RXX/beds',
  subject: 'trust',
  time: '2026-01-14T08:00:00.000Z',
  datacontenttype: 'application/json',
  revision: 1000011,
  previous: 1000010,
  correlationid: '7c1d4c61-52e0-4f0a-9a52-4d1b1f2c3e4f',
  data: { bedIds: ['A1-01', 'A1-02'] },
};
