import type { GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { z } from 'zod';
import type { PatientRecords } from '../../application/ports';

const RECORDS = 'query PatientRecords($id: ID!) { patientRecords(id: $id) }';
const answer = z.object({ patientRecords: z.array(z.string()).nullable() });

/** The patients service, asked over its contract. Throws PeerUnavailable: half an answer about a person is none. */
export const createPatientRecords = (peer: GraphPeer): PatientRecords => ({
  async idsOf(id) {
    const data = await peer.execute({
      document: RECORDS,
      variables: { id },
      identity: serviceIdentity('gateway'),
      correlationId: 'patient-records',
    });
    return answer.parse(data).patientRecords ?? [];
  },
});
