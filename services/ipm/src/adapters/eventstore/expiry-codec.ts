import { UnknownEventType, type EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import type { InboxDayEvent } from '../../domain/expiry/inbox-day';
import { asJson, parseData } from './stored-event';
import { instantSchema } from './values';

const day = { partner: z.string(), date: z.string(), at: instantSchema };
const count = z.number().exactOptional();
const ended = z
  .object({ applied: count, ignored: count, held: count, quarantined: count, duplicate: count, skipped: count })
  .readonly();
const expiring = z.object({ ...day, received: z.number(), ended });
const expired = z.object(day);

const NAMES = { DayExpiring: 'inbox-day-expiring.v1', DayExpired: 'inbox-day-expired.v1' } as const;

/** The shapes ever written. Frozen. */
export const expiryCodec: EventCodec<InboxDayEvent> = {
  encode: ({ type, ...data }) => ({ type: NAMES[type], schemaVersion: 1, data: asJson(data) }),
  decode({ type, data }) {
    if (type === NAMES.DayExpiring) return { type: 'DayExpiring', ...parseData(expiring, data) };
    if (type === NAMES.DayExpired) return { type: 'DayExpired', ...parseData(expired, data) };
    throw new UnknownEventType(type);
  },
};
