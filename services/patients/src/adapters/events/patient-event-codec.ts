import { unreachable } from '@flow/platform/decider/decider';
import type { EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import type { PatientEvent } from '../../domain/patient';
import { consentsSchema, contactPointSchema, needsSchema } from './care-values';
import { asJson, decodeStored, parseData } from './stored-event';
import { instantSchema, orderSchema, patientIdSchema } from './basic-values';
import { fieldSchema, identifierSchema, nhsNumberSchema, notedRecordSchema, tellingSchema } from './values';

const word = { order: orderSchema, occurredAt: instantSchema };
const registered = z.object({ patientId: patientIdSchema, number: identifierSchema });
const detailsTold = z.object({
  ...word,
  set: tellingSchema,
  confirmed: z.array(fieldSchema).readonly(),
  nhsNumberToldEarlier: nhsNumberSchema.exactOptional(),
});
const merged = z.object({ ...word, into: patientIdSchema });
const unmerged = z.object(word);
const contactRecorded = z.object({
  ...word,
  by: z.string(),
  consents: consentsSchema,
  points: z.array(contactPointSchema).readonly(),
});
const needsRecorded = z.object({ ...word, by: z.string(), needs: needsSchema });
const noted = z.object({ record: notedRecordSchema });

/** Every shape ever written, oldest first. A line here is never changed or removed: the streams still have it. */
const decoders: Readonly<Record<string, (data: unknown) => PatientEvent>> = {
  'patient-registered.v1': (data) => ({ type: 'PatientRegistered', ...parseData(registered, data) }),
  'patient-details-told.v1': (data) => ({ type: 'DetailsTold', ...parseData(detailsTold, data) }),
  'patient-merged.v1': (data) => ({ type: 'PatientMerged', ...parseData(merged, data) }),
  'patient-unmerged.v1': (data) => ({ type: 'PatientUnmerged', ...parseData(unmerged, data) }),
  'patient-record-noted.v1': (data) => ({ type: 'RecordNoted', ...parseData(noted, data) }),
  'patient-contact-recorded.v1': (data) => ({ type: 'ContactRecorded', ...parseData(contactRecorded, data) }),
  'patient-needs-recorded.v1': (data) => ({ type: 'NeedsRecorded', ...parseData(needsRecorded, data) }),
};

function storedName(type: PatientEvent['type']): string {
  switch (type) {
    case 'PatientRegistered':
      return 'patient-registered.v1';
    case 'DetailsTold':
      return 'patient-details-told.v1';
    case 'PatientMerged':
      return 'patient-merged.v1';
    case 'PatientUnmerged':
      return 'patient-unmerged.v1';
    case 'ContactRecorded':
      return 'patient-contact-recorded.v1';
    case 'NeedsRecorded':
      return 'patient-needs-recorded.v1';
    case 'RecordNoted':
      return 'patient-record-noted.v1';
    default:
      return unreachable(type);
  }
}

export const patientEventCodec: EventCodec<PatientEvent> = {
  encode: ({ type, ...data }) => ({ type: storedName(type), schemaVersion: 1, data: asJson(data) }),
  decode: (stored) => decodeStored(decoders, stored),
};
