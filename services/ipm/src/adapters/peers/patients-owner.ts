import type { GraphPeer } from '@flow/platform/graphql/peer';
import { z } from 'zod';
import type { Owners } from '../../application/owners';
import type { PersonTelling } from '../../domain/decode/tellings';
import { ask, askAside, envelope, refusalSchema, retryOrRefuse, type Envelope } from './asking';

const TELL_PERSON = `mutation TellPerson($input: TellPersonInput!) {
  told: tellPerson(input: $input) {
    __typename
    ... on PersonTold { patientId revision changed restricted deceased }
    ... on TellRefusal { code retry }
  }
}`;

const TELL_MERGE = `mutation TellMerge($input: TellMergeInput!) {
  told: tellMerge(input: $input) {
    __typename
    ... on MergeTold { survivorId retiredId revision restricted deceased }
    ... on TellRefusal { code retry }
  }
}`;

const KNOWS = `query KnowsPatient($by: PatientBy!) { patient(by: $by) { id } }`;

const personTold = z.object({
  __typename: z.literal('PersonTold'),
  patientId: z.string(),
  revision: z.number(),
  changed: z.boolean(),
  restricted: z.boolean(),
  deceased: z.boolean(),
});

const mergeTold = z.object({
  __typename: z.literal('MergeTold'),
  survivorId: z.string(),
  retiredId: z.string(),
  revision: z.number(),
  restricted: z.boolean(),
  deceased: z.boolean(),
});

const personAnswer = z.object({ told: z.discriminatedUnion('__typename', [personTold, refusalSchema]) });
const mergeAnswer = z.object({ told: z.discriminatedUnion('__typename', [mergeTold, refusalSchema]) });
const known = z.object({ patient: z.object({ id: z.string() }).nullable() });

type PatientsOwner = Pick<Owners, 'tellPerson' | 'tellMerge' | 'knowsPatient'>;

const personInput = (person: PersonTelling, of: Envelope, event: string) => ({ ...of, event, ...person });

/** The patients service, told over its contract. */
export function createPatientsOwner(peer: GraphPeer): PatientsOwner {
  return {
    async tellPerson(person, statement) {
      const input = personInput(person, envelope(statement), statement.event);
      const { told } = personAnswer.parse(await ask(peer, TELL_PERSON, { input }, statement.messageId));
      if (told.__typename === 'TellRefusal') return retryOrRefuse('patients', told);
      const { patientId, revision, changed, restricted, deceased } = told;
      return { patientId, revision, changed, restricted, deceased };
    },

    async tellMerge(survivor, retired, statement) {
      const of = envelope(statement);
      const input = { ...of, survivor: personInput(survivor, of, statement.event), retired };
      const { told } = mergeAnswer.parse(await ask(peer, TELL_MERGE, { input }, statement.messageId));
      if (told.__typename === 'TellRefusal') return retryOrRefuse('patients', told);
      const { survivorId, retiredId, revision, restricted, deceased } = told;
      return { survivor: { patientId: survivorId, revision, restricted, deceased }, retiredId };
    },

    async knowsPatient({ authority, value }) {
      const by = { hospitalNumber: { authority, value } };
      return known.parse(await askAside(peer, KNOWS, { by }, 'known')).patient !== null;
    },
  };
}
