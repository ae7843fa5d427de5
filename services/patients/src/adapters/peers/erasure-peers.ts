import { PeerFault, PeerUnavailable, type GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { z } from 'zod';
import type { ErasurePeers } from '../../application/ports';
import type { Erasure } from '../../domain/erasure';

const IDENTITY = serviceIdentity('patients');

const ERASE_MESSAGES = `mutation EraseMessages($input: EraseMessagesInput!) {
  erased: eraseMessages(input: $input) { __typename ... on MessagesErased { messages } ... on TellRefusal { code } }
}`;
const RESUME_MESSAGES = `mutation ResumeMessages($input: ResumeMessagesInput!) { resumeMessages(input: $input) }`;
const DROP_DETAILS = `mutation DropPatientDetails($input: DropPatientDetailsInput!) { dropPatientDetails(input: $input) }`;
const PRESENT = `query PresentPatients($ids: [ID!]!) { presentPatients(ids: $ids) }`;

const erased = z.object({
  erased: z.discriminatedUnion('__typename', [
    z.object({ __typename: z.literal('MessagesErased'), messages: z.number() }),
    z.object({ __typename: z.literal('TellRefusal'), code: z.string() }),
  ]),
});
const present = z.object({ presentPatients: z.array(z.string()) });

/** The other services that hold something of a person, asked over their contracts. */
export function erasurePeers(peers: (service: string) => GraphPeer): ErasurePeers {
  async function ask(
    service: string,
    document: string,
    variables: Readonly<Record<string, unknown>>,
    correlationId: string,
  ): Promise<unknown> {
    try {
      return await peers(service).execute({ document, variables, identity: IDENTITY, correlationId });
    } catch (error) {
      // A fault of theirs may be another next time, and an erasure never gives up.
      throw error instanceof PeerFault ? new PeerUnavailable(service, { cause: error }) : error;
    }
  }
  const keyOf = ({ patientId }: Erasure): string => patientId;
  return {
    async present(patientIds) {
      const answer = await ask('beds', PRESENT, { ids: patientIds }, patientIds[0] ?? 'erasure');
      return present.parse(answer).presentPatients;
    },
    async eraseMessages(erasure, numbers) {
      const { patientIds, at: orderedAt } = erasure;
      const input = { idempotencyKey: keyOf(erasure), patientIds, numbers, orderedAt };
      const answer = erased.parse(await ask('ipm', ERASE_MESSAGES, { input }, keyOf(erasure))).erased;
      if (answer.__typename === 'MessagesErased') return answer.messages;
      throw new PeerUnavailable('ipm', { cause: new PeerFault('ipm', answer.code) });
    },
    async resumeMessages(erasure) {
      await ask('ipm', RESUME_MESSAGES, { input: { idempotencyKey: keyOf(erasure) } }, keyOf(erasure));
    },
    async dropDetails(erasure) {
      const input = { idempotencyKey: keyOf(erasure), patientIds: erasure.patientIds };
      await ask('beds', DROP_DETAILS, { input }, keyOf(erasure));
    },
  };
}
