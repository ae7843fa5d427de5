import { z } from 'zod';
import type { Step } from '../../domain/decode/decoding';
import { instantSchema, texts } from './values';

const text = z.string().nullable().exactOptional();
const flag = z.boolean().nullable().exactOptional();

const identifier = z.object({ authority: z.string(), value: z.string(), type: z.string().exactOptional() }).readonly();

const person = z
  .object({
    hospitalNumber: identifier.exactOptional(),
    otherIdentifiers: z.array(identifier).readonly().exactOptional(),
    nhsNumber: text,
    nhsNumberStatus: text,
    family: text,
    given: text,
    middle: text,
    title: text,
    birthDate: text,
    sex: text,
    address: texts.nullable().exactOptional(),
    postcode: text,
    phoneHome: text,
    phoneMobile: text,
    email: text,
    gpPractice: text,
    gp: text,
    deceased: flag,
    deceasedAt: text,
    ethnicCategory: text,
    language: text,
    shielded: flag,
  })
  .strict()
  .readonly();

const place = z
  .object({
    wardId: z.string().exactOptional(),
    bayId: z.string().exactOptional(),
    bedId: z.string().exactOptional(),
    unmappedPlaceId: z.string().exactOptional(),
  })
  .strict()
  .readonly();

const stay = z
  .object({
    told: z.enum([
      ...(['ADMITTED', 'ATTENDED', 'PRE_ADMITTED', 'TRANSFERRED', 'TRANSFER_CANCELLED', 'DISCHARGED'] as const),
      ...(['DISCHARGE_CANCELLED', 'RECLASSIFIED', 'CORRECTED', 'ADMISSION_CANCELLED', 'ADMISSION_EXPECTED'] as const),
      ...(['ADMISSION_EXPECTATION_WITHDRAWN', 'TRANSFER_REQUESTED', 'TRANSFER_REQUEST_WITHDRAWN'] as const),
      ...(['DISCHARGE_PLANNED', 'DISCHARGE_PLAN_WITHDRAWN', 'LEAVE_STARTED', 'LEAVE_ENDED'] as const),
      ...(['LEAVE_START_CANCELLED', 'LEAVE_END_CANCELLED', 'VISIT_DELETED'] as const),
    ]),
    visit: z.object({ authority: z.string(), number: z.string() }).readonly().exactOptional(),
    place: place.exactOptional(),
    priorPlace: place.exactOptional(),
    movementAt: instantSchema.exactOptional(),
    patientClass: text,
    specialty: text,
    consultant: text,
    admissionMethod: text,
    admissionSource: text,
    dischargeMethod: text,
    dischargeDestination: text,
    readyForDischarge: flag,
    expectedAt: instantSchema.nullable().exactOptional(),
  })
  .strict()
  .readonly();

/** A step as it is stored. Strict: what is told again after a crash is what was decoded, to the last field. */
export const stepSchema: z.ZodType<Step> = z.discriminatedUnion('step', [
  z.object({ step: z.literal('person'), person }),
  z.object({ step: z.literal('merge'), survivor: person, retired: identifier }),
  z.object({ step: z.literal('details'), person: z.number() }),
  z.object({ step: z.literal('stay'), person: z.number(), stay }),
  z.object({ step: z.literal('swap'), first: stay, second: stay }),
  z.object({ step: z.literal('bed-status'), status: z.object({ place, status: z.string() }).readonly() }),
  z.object({ step: z.literal('task'), kind: z.literal('person-delete-told') }),
]);
