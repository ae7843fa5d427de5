import { instant } from '@flow/platform/time/instant';
import { z } from 'zod';
import * as ids from '../../domain/ids';

/** A schema of a value that has a parser of its own, which throws RangeError. */
const parsedBy = <Value>(parse: (text: string) => Value) =>
  z.string().transform((text, context): Value => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });

export const instantSchema = parsedBy(instant);
export const siteId = parsedBy(ids.siteId);
export const wardId = parsedBy(ids.wardId);
export const bayId = parsedBy(ids.bayId);
export const bedId = parsedBy(ids.bedId);
export const stayId = parsedBy(ids.stayId);
export const patientId = parsedBy(ids.patientId);
export const holdId = parsedBy(ids.holdId);
export const deedId = parsedBy(ids.deedId);
export const userId = parsedBy(ids.userId);
export const order = parsedBy(ids.canonicalOrder);

/** Who, and when by our clock. */
export const recorded = { by: userId, at: instantSchema };

export const place = z
  .object({
    wardId: wardId.nullable(),
    bayId: bayId.nullable(),
    bedId: bedId.nullable(),
    unmappedId: z.string().nullable(),
  })
  .readonly();

const done = { deedId, order, occurredAt: instantSchema, by: userId };

export const deed = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('placed'),
      why: z.enum(['admitted', 'moved', 'swapped', 'confirmed', 'reinstated']),
      place,
      sharing: z.boolean(),
      ...done,
    })
    .readonly(),
  z.object({ kind: z.literal('left'), ...done }).readonly(),
  z.object({ kind: z.literal('leave-started'), ...done }).readonly(),
  z.object({ kind: z.literal('leave-ended'), ...done }).readonly(),
]);

export const theirs = z
  .object({ state: z.enum(['placed', 'left', 'cancelled']), place, order, occurredAt: instantSchema })
  .readonly();

export const ours = z
  .object({
    place: place.nullable(),
    since: instantSchema,
    claimedAt: instantSchema,
    order,
    confirmed: z.boolean(),
    sharing: z.boolean(),
  })
  .readonly();

export const leave = z.object({ since: instantSchema, order }).readonly();

export const remark = z.enum([
  'opened-from-snapshot',
  'cancelled-after-moves',
  'moved-after-discharge',
  'visit-deleted',
]);

export const note = z.enum(['hold-displaced', 'not-clean', 'closed']);

export const readiness = z.enum(['clean', 'awaiting-clean', 'cleaning']);
