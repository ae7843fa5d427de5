import type { GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { z } from 'zod';
import type { ParkedPatientsSource } from '../../application/live/parked-patients';
import { patientId } from '../../domain/ids';
import { toldMoment } from './told-moment';

const DOCUMENT = `query ParkedPatients { parkedLanes { patientIds since } }`;

/** What the interface tells at once. */
const MOST = 100;

const answer = z.object({
  parkedLanes: z.array(z.object({ patientIds: z.array(z.string().transform(patientId)), since: toldMoment })),
});

/** The interface, asked over its contract of whom messages are parked. */
export const createParkedPatientsSource = (peer: GraphPeer): ParkedPatientsSource => ({
  async all() {
    const data = await peer.execute({
      document: DOCUMENT,
      variables: {},
      identity: serviceIdentity('beds'),
      correlationId: 'board-parked',
    });
    const { parkedLanes } = answer.parse(data);
    return {
      patients: parkedLanes.flatMap(({ patientIds, since }) => patientIds.map((id) => ({ patientId: id, since }))),
      whole: parkedLanes.length < MOST,
    };
  },
});
