import { z } from 'zod';
import { DETAIL_FIELDS, type DetailField } from '../../domain/details';
import { readNhsNumber, type NhsNumber } from '../../domain/nhs-number';
import { orderSchema, patientIdSchema } from './basic-values';
import { needEntriesSchema, reachSchema } from './care-values';

export const nhsNumberSchema = z.string().transform((text, context): NhsNumber => {
  const reading = readNhsNumber(text);
  if (reading.valid) return reading.number;
  context.addIssue({ code: 'custom', message: 'Not a valid NHS number.' });
  return z.NEVER;
});

export const identifierSchema = z
  .object({ authority: z.string(), value: z.string(), type: z.string().exactOptional() })
  .readonly();

const text = z.string().nullable().exactOptional();
const flag = z.boolean().nullable().exactOptional();

/** Absent: not told. Null: deleted. */
export const tellingSchema = z
  .object({
    nhsNumber: nhsNumberSchema.nullable().exactOptional(),
    nhsNumberStatus: z.enum(['01', '02', '03', '04', '05', '06', '07', '08']).nullable().exactOptional(),
    otherIdentifiers: z.array(identifierSchema).readonly().nullable().exactOptional(),
    family: text,
    given: text,
    middle: text,
    title: text,
    birthDate: text,
    sex: z.enum(['1', '2', '9', 'X']).nullable().exactOptional(),
    address: z.array(z.string()).readonly().nullable().exactOptional(),
    postcode: text,
    phoneHome: text,
    phoneMobile: text,
    email: text,
    gpPractice: text,
    gp: text,
    deceased: flag,
    deceasedAt: text,
    deathNotification: z.enum(['informal', 'formal']).nullable().exactOptional(),
    ethnicCategory: text,
    language: text,
    shielded: flag,
  })
  .strict()
  .readonly();

export const fieldSchema = z
  .string()
  .refine((name): name is DetailField => DETAIL_FIELDS.some((field) => field === name), 'Not a field that is told.');

const valueSchema = z.union([
  z.string(),
  z.boolean(),
  z.array(z.string()).readonly(),
  z.array(identifierSchema).readonly(),
]);
const entrySchema = z.object({ value: valueSchema.nullable(), order: orderSchema }).readonly();

/** A record as another stream noted it. */
export const notedRecordSchema = z
  .object({
    patientId: patientIdSchema,
    number: identifierSchema,
    entries: z.partialRecord(z.enum(DETAIL_FIELDS), entrySchema).readonly(),
    nhsNumbersFirstTold: z.record(z.string(), orderSchema).readonly(),
    merge: z.object({ into: patientIdSchema.nullable(), order: orderSchema }).readonly().nullable(),
    everMergedInto: z.array(patientIdSchema).readonly(),
    reach: reachSchema.exactOptional(),
    needs: needEntriesSchema.exactOptional(),
    revision: z.number().int(),
  })
  .readonly();
