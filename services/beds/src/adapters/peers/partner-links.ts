import type { GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { z } from 'zod';
import type { PartnerLinks } from '../../application/live/completeness';
import { toldMoment } from './told-moment';

const DOCUMENT = `query PartnerLinks { links { partner connected completeUpTo lastHeardAt unsettled completesBoards } }`;

const moment = toldMoment.nullable();

const answer = z.object({
  links: z
    .array(
      z.object({
        partner: z.string(),
        connected: z.boolean(),
        completeUpTo: moment,
        lastHeardAt: moment,
        unsettled: z.number(),
        completesBoards: z.boolean(),
      }),
    )
    .nullable(),
});

/** The interface, asked over its contract how its links are. */
export const createPartnerLinks = (peer: GraphPeer): PartnerLinks => ({
  async all() {
    const data = await peer.execute({
      document: DOCUMENT,
      variables: {},
      identity: serviceIdentity('beds'),
      correlationId: 'board-completeness',
    });
    return answer.parse(data).links ?? [];
  },
});
