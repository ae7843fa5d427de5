import type { EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import type { BookEvent, EstateChanged, SetUpEvent } from '../../domain/book/events';
import {
  bay,
  bayDescription,
  bed,
  bedDescription,
  closedReason,
  hold,
  merge,
  patient,
  site,
  stay,
  stayFacts,
  toldBedStatus,
  ward,
  wardDescription,
} from './rows';
import { asJson, decodeStored, parseData, type Decoders, type StoredEvent } from './stored-event';
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
  readiness,
  recorded,
  stayId,
  wardId,
} from './values';

const occurredAt = instantSchema;
const spot = z.object({ wardId: wardId.nullable(), bedId: bedId.nullable() }).readonly();

const leg = z
  .object({
    stayId,
    patientId,
    from: spot.nullable(),
    to: spot.nullable(),
    deed: deed.exactOptional(),
    withdraws: z.array(deedId).readonly().exactOptional(),
    ours: ours.nullable().exactOptional(),
    notes: z.array(note).readonly(),
    leaves: readiness,
  })
  .readonly();

const cause = z.enum([
  'admitted',
  'moved',
  'swapped',
  'discharged',
  'confirmed',
  'reinstated',
  'admission-cancelled',
  'move-reverted',
  'swap-reverted',
  'told',
  'registered',
  'merged',
]);

const siteShape = z.object({ site, ...recorded });
const wardShape = z.object({ wardId, ward: wardDescription, ...recorded });
const bayShape = z.object({ bayId, bay: bayDescription, ...recorded });
const bedShape = z.object({ bedId, bed: bedDescription, ...recorded });
const wardOnly = z.object({ wardId, ...recorded });
const bayOnly = z.object({ bayId, ...recorded });
const bedOnly = z.object({ bedId, ...recorded });
const bedHeld = z.object({ bedId, hold, ...recorded });
const holdReleased = z.object({ bedId, holdId, why: z.enum(['released', 'expired', 'displaced']), ...recorded });
const bedClosed = z.object({ bedId, reason: closedReason, occurredAt, ...recorded });
const bedOpened = z.object({ bedId, occurredAt, ...recorded });
const readinessChanged = z.object({ bedId, readiness, occurredAt, ...recorded });
const statusTold = z.object({ bedId, status: toldBedStatus, order, ...recorded });
const patientsMoved = z.object({ cause, occurredAt, legs: z.array(leg).readonly(), ...recorded });
const stayReconciled = z.object({ ...stayFacts, joins: stayId.nullable(), ...recorded });
const leaveChanged = z.object({ stayId, deed, ...recorded });
const leaveReverted = z.object({ stayId, withdraws: deedId, leave: leave.nullable(), occurredAt, ...recorded });
const disputeSettled = z.object({ stayId, ...recorded });
const detailsNoted = z.object({
  patientId,
  revision: z.number().int(),
  restricted: z.boolean(),
  deceased: z.boolean(),
  ...recorded,
});
const patientsMerged = z.object({ survivorId: patientId, retiredId: patientId, order, occurredAt, ...recorded });
const sitesCarried = z.object({ sites: z.array(site).readonly() });
const wardCarried = z.object({
  ward: ward.nullable(),
  bays: z.array(bay).readonly(),
  beds: z.array(bed).readonly(),
  stays: z.array(stay).readonly(),
});
const patientsCarried = z.object({ patients: z.array(patient).readonly(), merges: z.array(merge).readonly() });
const countCarried = z.object({ seq: z.number().int(), lastAt: instantSchema.nullable() });

/** Who and when is written once: it is the same of all. */
const estateChanged = z.object({
  changes: z.array(z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) })).readonly(),
  ...recorded,
});

const setUpDecoders: Decoders<SetUpEvent> = {
  'site-registered.v1': (data) => ({ type: 'SiteRegistered', ...parseData(siteShape, data) }),
  'site-described.v1': (data) => ({ type: 'SiteDescribed', ...parseData(siteShape, data) }),
  'ward-registered.v1': (data) => ({ type: 'WardRegistered', ...parseData(wardShape, data) }),
  'ward-described.v1': (data) => ({ type: 'WardDescribed', ...parseData(wardShape, data) }),
  'ward-decommissioned.v1': (data) => ({ type: 'WardDecommissioned', ...parseData(wardOnly, data) }),
  'bay-registered.v1': (data) => ({ type: 'BayRegistered', ...parseData(bayShape, data) }),
  'bay-described.v1': (data) => ({ type: 'BayDescribed', ...parseData(bayShape, data) }),
  'bay-decommissioned.v1': (data) => ({ type: 'BayDecommissioned', ...parseData(bayOnly, data) }),
  'bed-registered.v1': (data) => ({ type: 'BedRegistered', ...parseData(bedShape, data) }),
  'bed-described.v1': (data) => ({ type: 'BedDescribed', ...parseData(bedShape, data) }),
  'bed-decommissioned.v1': (data) => ({ type: 'BedDecommissioned', ...parseData(bedOnly, data) }),
};

function estateOf(told: unknown): EstateChanged {
  const { changes, by, at } = parseData(estateChanged, told);
  const each = ({ type, data }: (typeof changes)[number]) =>
    decodeStored(setUpDecoders, { type, data: asJson({ ...data, by, at }) });
  return { type: 'EstateChanged', changes: changes.map(each), by, at };
}

/** Every shape ever written, with those of set-up. A line is never changed or removed: the books still have it. */
const decoders: Decoders<BookEvent> = {
  ...setUpDecoders,
  'estate-changed.v1': estateOf,
  'bed-held.v1': (data) => ({ type: 'BedHeld', ...parseData(bedHeld, data) }),
  'hold-released.v1': (data) => ({ type: 'HoldReleased', ...parseData(holdReleased, data) }),
  'bed-closed.v1': (data) => ({ type: 'BedClosed', ...parseData(bedClosed, data) }),
  'bed-opened.v1': (data) => ({ type: 'BedOpened', ...parseData(bedOpened, data) }),
  'bed-readiness-changed.v1': (data) => ({ type: 'BedReadinessChanged', ...parseData(readinessChanged, data) }),
  'bed-status-told.v1': (data) => ({ type: 'BedStatusTold', ...parseData(statusTold, data) }),
  'patients-moved.v1': (data) => ({ type: 'PatientsMoved', ...parseData(patientsMoved, data) }),
  'stay-reconciled.v1': (data) => ({ type: 'StayReconciled', ...parseData(stayReconciled, data) }),
  'leave-started.v1': (data) => ({ type: 'LeaveStarted', ...parseData(leaveChanged, data) }),
  'leave-ended.v1': (data) => ({ type: 'LeaveEnded', ...parseData(leaveChanged, data) }),
  'leave-reverted.v1': (data) => ({ type: 'LeaveReverted', ...parseData(leaveReverted, data) }),
  'dispute-settled.v1': (data) => ({ type: 'DisputeSettled', ...parseData(disputeSettled, data) }),
  'patient-details-noted.v1': (data) => ({ type: 'PatientDetailsNoted', ...parseData(detailsNoted, data) }),
  'patients-merged.v1': (data) => ({ type: 'PatientsMerged', ...parseData(patientsMerged, data) }),
  'sites-carried.v1': (data) => ({ type: 'SitesCarried', ...parseData(sitesCarried, data) }),
  'ward-carried.v1': (data) => ({ type: 'WardCarried', ...parseData(wardCarried, data) }),
  'patients-carried.v1': (data) => ({ type: 'PatientsCarried', ...parseData(patientsCarried, data) }),
  'count-carried.v1': (data) => ({ type: 'CountCarried', ...parseData(countCarried, data) }),
};

const STORED_NAMES: Readonly<Record<BookEvent['type'], string>> = {
  SiteRegistered: 'site-registered.v1',
  SiteDescribed: 'site-described.v1',
  WardRegistered: 'ward-registered.v1',
  WardDescribed: 'ward-described.v1',
  WardDecommissioned: 'ward-decommissioned.v1',
  BayRegistered: 'bay-registered.v1',
  BayDescribed: 'bay-described.v1',
  BayDecommissioned: 'bay-decommissioned.v1',
  BedRegistered: 'bed-registered.v1',
  BedDescribed: 'bed-described.v1',
  BedDecommissioned: 'bed-decommissioned.v1',
  EstateChanged: 'estate-changed.v1',
  BedHeld: 'bed-held.v1',
  HoldReleased: 'hold-released.v1',
  BedClosed: 'bed-closed.v1',
  BedOpened: 'bed-opened.v1',
  BedReadinessChanged: 'bed-readiness-changed.v1',
  BedStatusTold: 'bed-status-told.v1',
  PatientsMoved: 'patients-moved.v1',
  StayReconciled: 'stay-reconciled.v1',
  LeaveStarted: 'leave-started.v1',
  LeaveEnded: 'leave-ended.v1',
  LeaveReverted: 'leave-reverted.v1',
  DisputeSettled: 'dispute-settled.v1',
  PatientDetailsNoted: 'patient-details-noted.v1',
  PatientsMerged: 'patients-merged.v1',
  SitesCarried: 'sites-carried.v1',
  WardCarried: 'ward-carried.v1',
  PatientsCarried: 'patients-carried.v1',
  CountCarried: 'count-carried.v1',
};

/** The time and the person of the whole are those of each. */
const OF_THE_WHOLE = ['type', 'by', 'at'];

function inEstate(change: SetUpEvent): StoredEvent {
  const own = Object.entries(change).filter(([name]) => !OF_THE_WHOLE.includes(name));
  return { type: STORED_NAMES[change.type], data: asJson(Object.fromEntries(own)) };
}

const dataOf = (data: object | Omit<EstateChanged, 'type'>): object =>
  'changes' in data ? { ...data, changes: data.changes.map(inEstate) } : data;

export const bookEventCodec: EventCodec<BookEvent> = {
  encode: ({ type, ...data }) => ({ type: STORED_NAMES[type], schemaVersion: 1, data: asJson(dataOf(data)) }),
  decode: (stored) => decodeStored(decoders, stored),
};
