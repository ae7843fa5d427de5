import { PeerFault, type GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { z } from 'zod';
import type { Finding, Named } from '../../application/break-glass';
import type { PatientRecords } from '../../application/ports';

const IN_BED = 'query PatientsInBed($id: ID!) { bed(id: $id) { occupants { patient { id } } } }';
const BY_NUMBER = 'query PatientByNumber($by: PatientBy!) { patient(by: $by) { id } }';

const ref = z.object({ id: z.string() });
const inBed = z.object({ bed: z.object({ occupants: z.array(z.object({ patient: ref.nullable() })) }).nullable() });
const byNumber = z.object({ patient: ref.nullable() });

/** A number that can be nobody's is nobody's. */
function nobodyIfInvalid(error: unknown): { readonly patient: null } {
  if (error instanceof PeerFault && error.code === 'BAD_USER_INPUT') return { patient: null };
  throw error;
}

export interface FindingDeps {
  readonly beds: GraphPeer;
  readonly patients: GraphPeer;
  readonly records: PatientRecords;
}

/** Beds and patients, asked over their contracts as a service: who asked is held to account by the opening itself. */
export function createFinding({ beds, patients, records }: FindingDeps): Finding {
  const ask = async (peer: GraphPeer, document: string, variables: Readonly<Record<string, unknown>>) =>
    peer.execute({ document, variables, identity: serviceIdentity('gateway'), correlationId: 'break-glass' });

  async function named(target: Named): Promise<readonly string[]> {
    switch (target.by) {
      case 'id':
        return [target.id];
      case 'bed': {
        const { bed } = inBed.parse(await ask(beds, IN_BED, { id: target.bedId }));
        return (bed?.occupants ?? []).flatMap(({ patient }) => patient?.id ?? []);
      }
      case 'nhsNumber':
      case 'hospitalNumber': {
        const by =
          target.by === 'nhsNumber' ? { nhsNumber: target.nhsNumber } : { hospitalNumber: target.hospitalNumber };
        const { patient } = byNumber.parse(await ask(patients, BY_NUMBER, { by }).catch(nobodyIfInvalid));
        return patient === null ? [] : [patient.id];
      }
    }
  }
  return {
    async idsOf(target) {
      const ids = await named(target);
      const every = await Promise.all(ids.map(async (id) => records.idsOf(id)));
      return [...new Set(every.flat())];
    },
  };
}
