import type { EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import type { StayEvent } from '../../domain/stay/stay-events';
import { TOLD } from '../../domain/stay/telling';
import { asJson, decodeStored, parseData, type Decoders } from './stored-event';
import { deed, deedId, instantSchema, order, patientId, place, stayId } from './values';

const code = z.string().nullable().exactOptional();

const details = z
  .object({
    patientClass: code,
    specialty: code,
    consultant: code,
    admissionMethod: code,
    admissionSource: code,
    dischargeMethod: code,
    dischargeDestination: code,
    readyForDischarge: z.boolean().nullable().exactOptional(),
  })
  .readonly();

const source = z
  .object({ partner: z.string(), messageId: z.string(), decoding: z.number().int(), index: z.number().int() })
  .readonly();

const telling = z
  .object({
    source,
    told: z.enum(TOLD),
    order,
    occurredAt: instantSchema,
    patientId,
    place: place.nullable().exactOptional(),
    details,
    expectedAt: instantSchema.nullable().exactOptional(),
    movementAt: instantSchema.nullable().exactOptional(),
    exchange: z.literal(true).exactOptional(),
  })
  .readonly();

const stayTold = z.object({ stayId, telling });
const tellingsWithdrawn = z.object({
  stayId,
  partner: z.string(),
  messageId: z.string(),
  decoding: z.number().int(),
});
const deedRecorded = z.object({ stayId, patientId, deed });
const deedWithdrawn = z.object({ stayId, deedId, at: instantSchema });
const provisionalJoined = z.object({ stayId, provisionalId: stayId, at: instantSchema });
const joinedInto = z.object({ stayId, into: stayId, at: instantSchema });
const patientMerged = z.object({ stayId, survivorId: patientId, retiredId: patientId, order });

/** Every shape ever written, oldest first. A line here is never changed or removed: the streams still have it. */
const decoders: Decoders<StayEvent> = {
  'stay-told.v1': (data) => ({ type: 'StayTold', ...parseData(stayTold, data) }),
  'tellings-withdrawn.v1': (data) => ({ type: 'TellingsWithdrawn', ...parseData(tellingsWithdrawn, data) }),
  'deed-recorded.v1': (data) => ({ type: 'DeedRecorded', ...parseData(deedRecorded, data) }),
  'deed-withdrawn.v1': (data) => ({ type: 'DeedWithdrawn', ...parseData(deedWithdrawn, data) }),
  'provisional-stay-joined.v1': (data) => ({ type: 'ProvisionalStayJoined', ...parseData(provisionalJoined, data) }),
  'stay-joined-into.v1': (data) => ({ type: 'StayJoinedInto', ...parseData(joinedInto, data) }),
  'stay-patient-merged.v1': (data) => ({ type: 'StayPatientMerged', ...parseData(patientMerged, data) }),
};

const STORED_NAMES: Readonly<Record<StayEvent['type'], string>> = {
  StayTold: 'stay-told.v1',
  TellingsWithdrawn: 'tellings-withdrawn.v1',
  DeedRecorded: 'deed-recorded.v1',
  DeedWithdrawn: 'deed-withdrawn.v1',
  ProvisionalStayJoined: 'provisional-stay-joined.v1',
  StayJoinedInto: 'stay-joined-into.v1',
  StayPatientMerged: 'stay-patient-merged.v1',
};

export const stayEventCodec: EventCodec<StayEvent> = {
  encode: ({ type, ...data }) => ({ type: STORED_NAMES[type], schemaVersion: 1, data: asJson(data) }),
  decode: (stored) => decodeStored(decoders, stored),
};
