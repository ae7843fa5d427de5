import type { GraphPeer } from '@flow/platform/graphql/peer';
import { z } from 'zod';
import type { BedsTold, KnownPatient, Owners, Refused, Statement } from '../../application/owners';
import type { StayTelling } from '../../domain/decode/tellings';
import { ask, envelope, keyOf, refusalSchema, retryOrRefuse } from './asking';

type Mutation =
  'tellStay' | 'tellSwap' | 'tellPatientsMerged' | 'tellPatientDetails' | 'tellWithdrawn' | 'tellBedStatus';

const documentOf = (mutation: Mutation): string => {
  const name = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
  return `mutation ${name}($input: ${name}Input!) {
  told: ${mutation}(input: $input) {
    __typename
    ... on StayTold { stayId changed tasks }
    ... on TellRefusal { code retry }
  }
}`;
};

const stayTold = z.object({
  __typename: z.literal('StayTold'),
  stayId: z.string(),
  changed: z.boolean(),
  tasks: z.array(z.string()),
});
const answer = z.object({ told: z.discriminatedUnion('__typename', [stayTold, refusalSchema]) });

const aboutPatient = ({ patientId, revision, restricted, deceased }: KnownPatient) => ({
  patientId,
  patientRevision: revision,
  restricted,
  deceased,
});

const stayInput = (stay: StayTelling, patient: KnownPatient, { index, ...statement }: Statement, half = 0) => ({
  ...envelope({ ...statement, index: index + half }),
  decoding: statement.decoding,
  index: index + half,
  ...aboutPatient(patient),
  ...stay,
});

type BedsOwner = Omit<Owners, 'tellPerson' | 'tellMerge' | 'knowsPatient'>;

/** The beds service, told over its contract. */
export function createBedsOwner(peer: GraphPeer): BedsOwner {
  async function tell(mutation: Mutation, input: object, { messageId }: Statement): Promise<BedsTold | Refused> {
    const { told } = answer.parse(await ask(peer, documentOf(mutation), { input }, messageId));
    if (told.__typename === 'TellRefusal') return retryOrRefuse('beds', told);
    const { stayId, changed, tasks } = told;
    return { ...(stayId !== '' && { stayId }), changed, tasks };
  }

  return {
    tellStay: (stay, patient, statement) => tell('tellStay', stayInput(stay, patient, statement), statement),

    tellSwap([first, second], statement) {
      const { messageId, decoding, index } = statement;
      const input = {
        idempotencyKey: keyOf(messageId, decoding, index),
        first: stayInput(first.stay, first.patient, statement),
        // The swap is the last step of its message, so the number after it is free.
        second: stayInput(second.stay, second.patient, statement, 1),
      };
      return tell('tellSwap', input, statement);
    },

    tellPatientsMerged({ survivor, retiredId }, statement) {
      const { patientId: survivorId, patientRevision, restricted, deceased } = aboutPatient(survivor);
      const merged = { survivorId, retiredId, patientRevision, restricted, deceased };
      return tell('tellPatientsMerged', { ...envelope(statement), ...merged }, statement);
    },

    tellPatientDetails(patient, statement) {
      const { idempotencyKey, partner, messageId } = envelope(statement);
      return tell('tellPatientDetails', { idempotencyKey, partner, messageId, ...aboutPatient(patient) }, statement);
    },

    tellWithdrawn(stay, statement) {
      const { idempotencyKey, partner, messageId } = envelope(statement);
      const { decoding } = statement;
      return tell('tellWithdrawn', { idempotencyKey, partner, messageId, decoding, ...stay }, statement);
    },

    tellBedStatus: ({ place, status }, statement) =>
      tell('tellBedStatus', { ...envelope(statement), place, status }, statement),
  };
}
