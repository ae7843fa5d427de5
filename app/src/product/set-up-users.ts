import type { GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { OperatorError } from '@flow/platform/values/operator-error';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Hospital } from '../setup/read-hospital';
import { usersInput } from '../setup/users-input';
import { areUsersSetUp } from './already-set-up';
import { refuseFaultyCopy } from './first-start';

const SET_UP = `mutation SetUpUsers($input: SetUsersInput!) {
  setUsers(input: $input) { ... on DomainError { message } }
}`;

const answerSchema = z.object({ setUsers: z.object({ message: z.string().optional() }) });

/** Sets the table of users of a new data folder, or of one from before there was such a table; one that is set stays as it is. */
export async function setUpUsers(gateway: GraphPeer, hospital: Hospital, dataDir: string): Promise<void> {
  if (hospital.faults.length > 0) {
    if (!(await areUsersSetUp(gateway))) refuseFaultyCopy(dataDir, hospital, 'no users are set up yet');
    return;
  }
  const users = usersInput(hospital.users);
  const idempotencyKey = createHash('sha256').update(JSON.stringify(users)).digest('hex');
  const answer = await gateway.execute({
    document: SET_UP,
    variables: { input: { idempotencyKey, ifNone: true, users } },
    identity: serviceIdentity('app'),
    correlationId: idempotencyKey.slice(0, 32),
  });
  const { message } = answerSchema.parse(answer).setUsers;
  if (message !== undefined) throw new OperatorError(`The users could not be set up: ${message}`);
}
