import { unreachable } from '@flow/platform/decider/decider';
import { UnknownEventType, type EventCodec } from '@flow/platform/decider/event-codec';
import { instant } from '@flow/platform/time/instant';
import type { JsonObject } from '@flow/platform/values/json';
import { z } from 'zod';
import { BREAK_GLASS_REASONS, REVIEW_OUTCOMES, type BreakGlassEvent } from '../../domain/break-glass';

const moment = z.string().transform(instant);
const opening = z.object({
  user: z.string(),
  roles: z.array(z.string()).readonly(),
  device: z.string().nullable(),
  reason: z.enum(BREAK_GLASS_REASONS),
  noteId: z.string().nullable(),
  patientIds: z.array(z.string()).readonly(),
  openedAt: moment,
  until: moment,
});
const review = z.object({ by: z.string(), at: moment, outcome: z.enum(REVIEW_OUTCOMES) });

function parsed<Schema extends z.ZodType>(schema: Schema, data: JsonObject): z.output<Schema> {
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  const places = read.error.issues.map(({ path }) => path.join('.') || 'the whole');
  throw new Error(`A stored event of a break-glass has a fault at ${[...new Set(places)].join(', ')}.`);
}

/** Every shape ever written, oldest first. A line here is never changed or removed: the streams still have it. */
const decoders: Readonly<Record<string, (data: JsonObject) => BreakGlassEvent>> = {
  'break-glass-opened.v1': (data) => ({ type: 'Opened', ...parsed(z.object({ opening }), data) }),
  'break-glass-reviewed.v1': (data) => ({ type: 'Reviewed', ...parsed(z.object({ review }), data) }),
};

function stored(event: BreakGlassEvent): { readonly type: string; readonly data: JsonObject } {
  switch (event.type) {
    case 'Opened':
      return { type: 'break-glass-opened.v1', data: { opening: { ...event.opening } } };
    case 'Reviewed':
      return { type: 'break-glass-reviewed.v1', data: { review: { ...event.review } } };
    default:
      return unreachable(event);
  }
}

/** How the events of a break-glass are written and read. */
export const breakGlassCodec: EventCodec<BreakGlassEvent> = {
  encode: (event) => ({ ...stored(event), schemaVersion: 1 }),
  decode({ type, data }) {
    const decode = decoders[type];
    if (decode === undefined) throw new UnknownEventType(type);
    return decode(data);
  },
};
