import type { GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { z } from 'zod';
import type { PatientDetailsSource } from '../../application/live/patient-details';

const DOCUMENT = `query PersonDetails($ids: [ID!]!) {
  personDetails(ids: $ids) { patientId revision family given sex birthDate restricted deceased }
}`;

const text = z.string().nullable();
const answer = z.object({
  personDetails: z
    .array(
      z
        .object({
          patientId: z.string(),
          revision: z.number(),
          family: text,
          given: text,
          sex: text,
          birthDate: text,
          restricted: z.boolean(),
          deceased: z.boolean(),
        })
        .nullable(),
    )
    .nullable(),
});

/** The patients service, asked over its contract. */
export const createPatientDetailsSource = (peer: GraphPeer): PatientDetailsSource => ({
  async fetch(patientIds) {
    const data = await peer.execute({
      document: DOCUMENT,
      variables: { ids: patientIds },
      identity: serviceIdentity('beds'),
      correlationId: 'board-details',
    });
    return (answer.parse(data).personDetails ?? []).flatMap((one) => one ?? []);
  },
});
