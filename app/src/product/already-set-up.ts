import type { GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { z } from 'zod';

/** Asked what the first thing of all would change, and never told to do it: where something is set up, nothing. */
const ESTATE = `mutation IsSetUp($input: SetUpEstateInput!) {
  answer: setUpEstate(input: $input) { ... on EstateSetUp { changed } }
}`;
const SITE = { code: 'FIRST', name: 'First', odsCode: 'AAA00' };
const USERS = `mutation IsSetUp($input: SetUsersInput!) {
  answer: setUsers(input: $input) { ... on UsersSet { changed: added } }
}`;
const USER = { subject: 'first', roles: ['administrator'], sites: ['*'], wards: ['*'], specialties: ['*'] };

const answerSchema = z.object({ answer: z.object({ changed: z.number().optional() }) });

async function changesNothing(peer: GraphPeer, document: string, input: object): Promise<boolean> {
  const told = await peer.execute({
    document,
    variables: { input: { idempotencyKey: 'is-set-up', ifNone: true, dryRun: true, ...input } },
    identity: serviceIdentity('app'),
    correlationId: 'is-set-up',
  });
  return answerSchema.parse(told).answer.changed === 0;
}

/** Whether the beds service has wards stored already. */
export const isEstateSetUp = async (beds: GraphPeer): Promise<boolean> =>
  changesNothing(beds, ESTATE, { sites: [SITE], wards: [], bays: [], beds: [] });

/** Whether the gateway has a table of users stored already. */
export const areUsersSetUp = async (gateway: GraphPeer): Promise<boolean> =>
  changesNothing(gateway, USERS, { users: [USER] });
