import { PeerUnavailable, type GraphPeer } from '@flow/platform/graphql/peer';
import { pause } from '@flow/platform/running/pause';
import { serviceIdentity } from '@flow/platform/security/identity';
import { z } from 'zod';
import type { PartnerLinks } from '../../application/live/completeness';
import { toldMoment } from './told-moment';

const DOCUMENT = `query PartnerLinks { links { partner connected completeUpTo everHeard lastHeardAt unsettled completesBoards } }`;

const moment = toldMoment.nullable();

const answer = z.object({
  links: z
    .array(
      z.object({
        partner: z.string(),
        connected: z.boolean(),
        completeUpTo: moment,
        everHeard: z.boolean(),
        lastHeardAt: moment,
        unsettled: z.number(),
        completesBoards: z.boolean(),
      }),
    )
    .nullable(),
});

/** A board does not wait for long: that nobody says how the links are can be said on it. */
const PATIENCE_MS = 2000;

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  const over = new AbortController();
  const late = pause(ms, over.signal).then(() => {
    throw new PeerUnavailable('ipm');
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    over.abort();
  }
}

/** The interface, asked over its contract how its links are. */
export const createPartnerLinks = (peer: GraphPeer, patienceMs = PATIENCE_MS): PartnerLinks => ({
  async all() {
    const asked = peer.execute({
      document: DOCUMENT,
      variables: {},
      identity: serviceIdentity('beds'),
      correlationId: 'board-completeness',
    });
    return answer.parse(await inTime(asked, patienceMs)).links ?? [];
  },
});
