import type { GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { OperatorError } from '@flow/platform/values/operator-error';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { estateInput } from '../setup/estate-input';
import type { Hospital } from '../setup/read-hospital';
import { isEstateSetUp } from './already-set-up';
import { refuseFaultyCopy } from './first-start';

const SET_UP = `mutation SetUp($input: SetUpEstateInput!) {
  setUpEstate(input: $input) {
    ... on EstateSetUp { faults { what message } }
    ... on DomainError { code message }
  }
}`;

const answerSchema = z.object({
  setUpEstate: z.object({
    faults: z.array(z.object({ what: z.string(), message: z.string() })).optional(),
    message: z.string().optional(),
  }),
});

/** Sets up the hospital of a new data folder; one that is set up stays as it is, whatever became of its files. Throws OperatorError for what is refused. */
export async function setUpEstate(beds: GraphPeer, hospital: Hospital, dataDir: string): Promise<void> {
  if (hospital.faults.length > 0) {
    if (!(await isEstateSetUp(beds))) refuseFaultyCopy(dataDir, hospital, 'no hospital is set up yet');
    return;
  }
  const estate = estateInput(hospital);
  const idempotencyKey = createHash('sha256').update(JSON.stringify(estate)).digest('hex');
  const answer = await beds.execute({
    document: SET_UP,
    variables: { input: { idempotencyKey, ifNone: true, ...estate } },
    identity: serviceIdentity('app'),
    correlationId: idempotencyKey.slice(0, 32),
  });
  const { faults = [], message } = answerSchema.parse(answer).setUpEstate;
  const told = [
    ...(message === undefined ? [] : [message]),
    ...faults.map(({ what, message: why }) => `${what}: ${why}`),
  ];
  if (told.length > 0) throw new OperatorError(`The hospital could not be set up:\n  ${told.join('\n  ')}`);
}
