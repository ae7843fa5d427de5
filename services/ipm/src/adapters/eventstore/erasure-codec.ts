import { UnknownEventType, type EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import type { MessagesErased } from '../../domain/erasure/erasure';
import { asJson, parseData } from './stored-event';
import { instantSchema, texts } from './values';

const NAME = 'messages-erased.v1';

const erased = z.object({ erasureId: z.string(), messageIds: texts, at: instantSchema });

/** The one shape ever written. Frozen. */
export const erasureCodec: EventCodec<MessagesErased> = {
  encode: ({ erasureId, messageIds, at }) => ({
    type: NAME,
    schemaVersion: 1,
    data: asJson({ erasureId, messageIds, at }),
  }),
  decode({ type, data }) {
    if (type !== NAME) throw new UnknownEventType(type);
    return { type: 'MessagesErased', ...parseData(erased, data) };
  },
};
