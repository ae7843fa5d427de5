import { z } from 'zod';
import { publicEvent } from '../envelope';

/** A bed was described, held, let go, closed, opened, cleaned or decommissioned: ask the owner how it is now. */
export const bedChangedV1 = publicEvent(
  'uk.nhs.patientflow.beds.bed-changed.v1',
  z.object({ bedId: z.string() }).strict(),
);
export type BedChangedV1 = z.infer<typeof bedChangedV1>;

export const bedChangedV1Example: BedChangedV1 = {
  specversion: '1.0',
  type: 'uk.nhs.patientflow.beds.bed-changed.v1',
  id: '5f0b8c1e-7a53-5a5c-9d0e-2b1f6a7c8d92',
  source: '/trusts/RXX/beds',
  subject: 'trust',
  time: '2026-01-14T08:00:00.000Z',
  datacontenttype: 'application/json',
  revision: 1000010,
  previous: 1000009,
  correlationid: '7c1d4c61-52e0-4f0a-9a52-4d1b1f2c3e4f',
  data: { bedId: 'A1-01' },
};
