import { claimOnce } from '@flow/platform/decider/claims';
import type { Ids } from '@flow/platform/ids/ids';
import { z } from 'zod';
import type { NumberClaims, NumberOfAuthority } from '../../application/ports';
import { parseData } from '../events/stored-event';
import { patientIdSchema } from '../events/basic-values';
import { identifierName, type StreamDeps } from './streams';

const claimed = z.object({ patientId: patientIdSchema });

/** The type of the one event of a claim. Frozen. */
export const NUMBER_CLAIMED = 'identifier-claimed.v1';

/**
 * Which patient a number names: `identifier-<HMAC of authority and number>`, written once, naming the patient. Whoever
 * comes after the first is given the first one's patient, also where its registration was lost: the next telling makes it.
 */
export function storedNumberClaims({ store, clock, siteKey, ids }: StreamDeps & { readonly ids: Ids }): NumberClaims {
  const streamOf = ({ authority, value }: NumberOfAuthority): string =>
    `identifier-${identifierName(siteKey, authority, value)}`;
  return {
    async ownerOf(number, context) {
      const stream = streamOf(number);
      const data = { patientId: ids.next() };
      const held = await claimOnce({ store, clock, stream, eventType: NUMBER_CLAIMED, data, context });
      return parseData(claimed, held).patientId;
    },
    async namedBy(number) {
      const [first] = (await store.read(streamOf(number), { limit: 1 })).events;
      return first && parseData(claimed, first.data).patientId;
    },
  };
}
