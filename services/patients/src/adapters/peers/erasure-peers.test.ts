import { PeerFault, PeerUnavailable, type GraphPeer } from '@flow/platform/graphql/peer';
import { instant } from '@flow/platform/time/instant';
import type { Erasure } from '../../domain/erasure';
import { amal, bryn } from '../../domain/testing';
import { erasurePeers } from './erasure-peers';

const at = instant('2026-01-14T08:01:00.000Z');
const erasure: Erasure = {
  ...{ patientId: amal, patientIds: [amal, bryn], claims: [], reason: 'TEST_DATA', by: 'iggy', at, done: [] },
};
const peersThat = (execute: GraphPeer['execute']) => erasurePeers(() => ({ execute }));

describe('what other services do for an erasure', () => {
  it('is asked under the id of the erasure, so that asking twice asks once', async () => {
    const asked: unknown[] = [];
    const peers = peersThat(({ variables }) => {
      asked.push(variables);
      return Promise.resolve({ erased: { __typename: 'MessagesErased', messages: 3 } });
    });
    const numbers = [{ authority: 'RXX', value: 'A1' }];
    expect(await peers.eraseMessages(erasure, numbers)).toBe(3);
    const input = { idempotencyKey: amal, patientIds: [amal, bryn], numbers, orderedAt: at };
    expect(asked).toStrictEqual([{ input }]);
  });

  it.each([
    ['a refusal', () => Promise.resolve({ erased: { __typename: 'TellRefusal', code: 'ELSEWHERE' } })],
    ['a fault', () => Promise.reject(new PeerFault('ipm', 'INTERNAL'))],
    ['no answer', () => Promise.reject(new PeerUnavailable('ipm'))],
  ] as const)('is asked again after %s', async (_, execute) => {
    await expect(peersThat(execute).eraseMessages(erasure, [])).rejects.toThrow(PeerUnavailable);
  });
});
