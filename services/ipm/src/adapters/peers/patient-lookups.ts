import type { GraphPeer } from '@flow/platform/graphql/peer';
import { z } from 'zod';
import type { PatientLookedUp, PatientLookups } from '../../application/patient-lookups';
import { isNhsNumber } from '../../domain/decode/nhs-number';
import { ask } from './asking';

const DETAILS = `query RestrictedPatients($ids: [ID!]!) { personDetails(ids: $ids) { patientId restricted } }`;
const NAMED = `query NamedPatient($by: PatientBy!) { patient(by: $by) { id restricted } }`;

const details = z.object({
  personDetails: z.array(z.object({ patientId: z.string(), restricted: z.boolean() })).nullable(),
});
const named = z.object({ patient: z.object({ id: z.string(), restricted: z.boolean() }).nullable() });

const MOST = 100;

/** The patients service, asked over its contract. */
export function createPatientLookups(peer: GraphPeer): PatientLookups {
  async function findBy(by: object): Promise<PatientLookedUp | undefined> {
    const { patient } = named.parse(await ask(peer, NAMED, { by }, 'who-sees'));
    return patient === null ? undefined : { records: [patient.id], restricted: patient.restricted };
  }

  async function lookUp(patientId: string, restricted: boolean): Promise<PatientLookedUp> {
    // Whoever was merged may have been opened under the number in use.
    const current = restricted ? await findBy({ id: patientId }) : undefined;
    return { records: [...new Set([patientId, ...(current?.records ?? [])])], restricted };
  }

  return {
    async byIds(ids) {
      const found = new Map<string, PatientLookedUp>();
      for (let from = 0; from < ids.length; from += MOST) {
        const some = ids.slice(from, from + MOST);
        const { personDetails } = details.parse(await ask(peer, DETAILS, { ids: some }, 'who-sees'));
        for (const { patientId, restricted } of personDetails ?? []) {
          found.set(patientId, await lookUp(patientId, restricted));
        }
      }
      return found;
    },
    byHospitalNumber: ({ authority, value }) => findBy({ hospitalNumber: { authority, value } }),
    byNhsNumber: async (number) => (isNhsNumber(number) ? findBy({ nhsNumber: number }) : undefined),
  };
}
