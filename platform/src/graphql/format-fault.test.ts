import { GraphQLError } from 'graphql';
import { EngineUnavailable, OutcomeUnknown } from '../event-store/errors';
import { recordingLog } from '../telemetry/testing';
import { FAULT_SENTENCES } from './fault';
import { formatFault } from './format-fault';
import { PeerUnavailable } from './peer';

const thrown = (originalError: Error) => new GraphQLError(originalError.message, { originalError });

describe('what leaves of a fault', () => {
  it.each<readonly [string, Error]>([
    ['an engine that is away', new EngineUnavailable('a read of patient-1')],
    ['an engine whose answer was lost', new OutcomeUnknown('an append to patient-1')],
    ['a service that is away', new PeerUnavailable('patients')],
  ])('says of %s that it passes', (_, error) => {
    const { log } = recordingLog();
    expect(formatFault(thrown(error), { correlationId: 'c-1', log })).toStrictEqual({
      message: FAULT_SENTENCES.DOWNSTREAM_UNAVAILABLE,
      extensions: { code: 'DOWNSTREAM_UNAVAILABLE', correlationId: 'c-1' },
    });
  });

  it('says of anything else that it is our fault', () => {
    const { log } = recordingLog();
    expect(formatFault(thrown(new TypeError('a value')), { correlationId: 'c-1', log })).toMatchObject({
      message: FAULT_SENTENCES.INTERNAL_SERVER_ERROR,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
  });
});
