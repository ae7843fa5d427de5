import type { GraphPeer } from '@flow/platform/graphql/peer';
import { serviceIdentity } from '@flow/platform/security/identity';
import { instantOfEpochMs, type Instant } from '@flow/platform/time/instant';
import { z } from 'zod';
import type { PartnerLinks } from '../../application/live/completeness';

const DOCUMENT = `query PartnerLinks { links { partner connected completeUpTo lastHeardAt unsettled completesBoards } }`;

/** Contracts show London's offset; here it is UTC again. */
const moment = z.iso
  .datetime({ offset: true })
  .nullable()
  .transform((text): Instant | null => (text === null ? null : instantOfEpochMs(Date.parse(text))));

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
