import { unreachable } from '@flow/platform/decider/decider';
import type { EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import { ERASURE_PARTS, ERASURE_REASONS, type ErasureEvent } from '../../domain/erasure';
import { asJson, decodeStored, parseData } from './stored-event';
import { instantSchema, patientIdSchema } from './basic-values';

/** What the event says, and a kept order beside it. */
export const erasureOrderSchema = z.object({
  patientId: patientIdSchema,
  patientIds: z.array(patientIdSchema).readonly(),
  claims: z.array(z.string()).readonly(),
  reason: z.enum(ERASURE_REASONS),
  by: z.string(),
  at: instantSchema,
});
const partDone = z.object({
  part: z.enum(ERASURE_PARTS),
  removed: z.number().int().exactOptional(),
  patientIds: z.array(patientIdSchema).readonly().exactOptional(),
  pending: z.literal(true).exactOptional(),
  at: instantSchema,
});

/** Every shape ever written, oldest first. A line here is never changed or removed: the streams still have it. */
const decoders: Readonly<Record<string, (data: unknown) => ErasureEvent>> = {
  'erasure-ordered.v1': (data) => ({ type: 'ErasureOrdered', ...parseData(erasureOrderSchema, data) }),
  'erasure-part-done.v1': (data) => ({ type: 'ErasurePartDone', ...parseData(partDone, data) }),
};

function storedName(type: ErasureEvent['type']): string {
  switch (type) {
    case 'ErasureOrdered':
      return 'erasure-ordered.v1';
    case 'ErasurePartDone':
      return 'erasure-part-done.v1';
    default:
      return unreachable(type);
  }
}

export const erasureEventCodec: EventCodec<ErasureEvent> = {
  encode: ({ type, ...data }) => ({ type: storedName(type), schemaVersion: 1, data: asJson(data) }),
  decode: (stored) => decodeStored(decoders, stored),
};
