import { z } from 'zod';
import { TOLD_BED_STATUSES } from '../../domain/book/state';
import {
  bayId,
  bedId,
  deed,
  deedId,
  holdId,
  instantSchema,
  leave,
  note,
  order,
  ours,
  patientId,
  place,
  readiness,
  recorded,
  remark,
  siteId,
  stayId,
  theirs,
  wardId,
} from './values';

const mark = z.object({ seq: z.number().int(), ...recorded }).readonly();
const text = z.string().nullable();

export const site = z.object({ siteId, code: z.string(), name: z.string(), odsCode: text }).readonly();

const wardFields = {
  siteId,
  code: z.string(),
  name: z.string(),
  kind: z.enum(['ward', 'emergency', 'day', 'escalation', 'virtual']),
  specialty: text,
  sex: text,
  age: text,
  intensity: text,
};
const bayFields = { wardId, code: z.string(), name: z.string(), sex: text };
const bedFields = {
  wardId,
  bayId: bayId.nullable(),
  code: z.string(),
  name: z.string(),
  kind: z.enum(['bay', 'side-room', 'hdu', 'icu', 'trolley', 'chair', 'escalation', 'cot', 'virtual']),
  funding: z.enum(['core', 'escalation', 'boarding']),
  surge: z.boolean(),
  oxygen: z.boolean(),
  isolation: z.boolean(),
  bariatric: z.boolean(),
  monitored: z.boolean(),
};

export const wardDescription = z.object(wardFields).readonly();
export const bayDescription = z.object(bayFields).readonly();
export const bedDescription = z.object(bedFields).readonly();

export const ward = z.object({ ...wardFields, wardId, decommissioned: z.boolean(), mark }).readonly();
export const bay = z.object({ ...bayFields, bayId, decommissioned: z.boolean(), mark }).readonly();

export const closedReason = z.enum(['infection', 'staffing', 'estates', 'deep-clean', 'fire', 'decommissioning']);
export const toldBedStatus = z.enum(TOLD_BED_STATUSES);

export const hold = z
  .object({
    holdId,
    until: instantSchema,
    reason: z.enum(['admission', 'transfer', 'repatriation', 'elective', 'isolation', 'return-from-leave']),
    patientId: patientId.nullable(),
  })
  .readonly();

const service = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open') }).readonly(),
  z.object({ state: z.literal('closed'), reason: closedReason, since: instantSchema }).readonly(),
]);

export const bed = z
  .object({
    ...bedFields,
    bedId,
    occupants: z.array(stayId).readonly(),
    hold: hold.nullable(),
    readiness,
    readinessSince: instantSchema,
    service,
    decommissioned: z.boolean(),
    told: z.object({ status: toldBedStatus, order }).readonly().nullable(),
    marks: z.object({ described: mark, occupancy: mark, hold: mark, readiness: mark, service: mark }).readonly(),
  })
  .readonly();

/** What reconciling says of a stay. */
export const stayFacts = {
  stayId,
  patientId,
  began: order.nullable(),
  folded: z.number().int(),
  theirs: theirs.nullable(),
  ours,
  base: place.nullable(),
  disputed: order.nullable(),
  leave: leave.nullable(),
  deeds: z.array(deed).readonly(),
  withdrawn: z.array(deedId).readonly(),
  remarks: z.array(remark).readonly(),
};

const undo = z
  .object({
    deedId,
    ours: ours.nullable(),
    bedId: bedId.nullable(),
    leave: leave.nullable(),
    readiness: readiness.nullable(),
  })
  .readonly();

export const stay = z
  .object({
    ...stayFacts,
    settled: order.nullable(),
    bedId: bedId.nullable(),
    notes: z.array(note).readonly(),
    undo: undo.nullable(),
    mark,
  })
  .readonly();

export const patient = z
  .object({
    patientId,
    revision: z.number().int(),
    restricted: z.boolean(),
    deceased: z.boolean(),
    mergedAt: order.nullable(),
    mark,
  })
  .readonly();

export const merge = z.object({ retiredId: patientId, survivorId: patientId, at: instantSchema }).readonly();
