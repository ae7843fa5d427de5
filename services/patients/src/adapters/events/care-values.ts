import { z } from 'zod';
import { CHANNELS, CONSENTS, CONTACT_METHODS, SAFE_CONTACT_NOTES, type ContactMethod } from '../../domain/contact';
import { FORMATS, SIGN_LANGUAGES, SUPPORTS, type Format, type SignLanguage, type Support } from '../../domain/needs';
import { instantSchema, orderSchema } from './basic-values';

const codes = <Code extends string>(of: Readonly<Record<Code, string>>) =>
  z.string().refine((code): code is Code => Object.hasOwn(of, code), 'Not one of the codes.');

const consent = z.enum(CONSENTS);
const method = codes<ContactMethod>(CONTACT_METHODS);

export const contactPointSchema = z
  .object({
    pointId: z.string(),
    method,
    value: z.string(),
    consent,
    safeToLeaveVoicemail: z.boolean().nullable(),
    safeContact: z.enum(SAFE_CONTACT_NOTES).nullable(),
    verifiedAt: instantSchema.nullable(),
  })
  .readonly();

const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().exactOptional();
const formats = z.array(codes<Format>(FORMATS)).readonly();
const support = z.array(codes<Support>(SUPPORTS)).readonly();
const needValues = {
  language: z.string(),
  interpreterRequired: z.boolean(),
  signLanguage: codes<SignLanguage>(SIGN_LANGUAGES),
  formats,
  support,
  contactMethod: method,
  carerFormats: formats,
  carerSupport: support,
  reviewOn: z.string(),
};

/** Absent: not told. Null: there is no such need. */
export const needsSchema = z
  .object({
    language: optional(needValues.language),
    interpreterRequired: optional(needValues.interpreterRequired),
    signLanguage: optional(needValues.signLanguage),
    formats: optional(needValues.formats),
    support: optional(needValues.support),
    contactMethod: optional(needValues.contactMethod),
    carerFormats: optional(needValues.carerFormats),
    carerSupport: optional(needValues.carerSupport),
    reviewOn: optional(needValues.reviewOn),
  })
  .strict()
  .readonly();

export const consentsSchema = z.partialRecord(z.enum(CHANNELS), consent).readonly();

const recorded = <Schema extends z.ZodType>(value: Schema) =>
  z.object({ value, order: orderSchema, at: instantSchema, by: z.string() }).readonly();

/** How a patient may be reached, as another stream noted it. */
export const reachSchema = z
  .object({
    consents: z.partialRecord(z.enum(CHANNELS), recorded(consent)).readonly(),
    points: z.record(z.string(), recorded(contactPointSchema)).readonly(),
  })
  .readonly();

const entry = <Schema extends z.ZodType>(value: Schema) => recorded(value.nullable()).exactOptional();

/** What a patient needs, as another stream noted it. */
export const needEntriesSchema = z
  .object({
    language: entry(needValues.language),
    interpreterRequired: entry(needValues.interpreterRequired),
    signLanguage: entry(needValues.signLanguage),
    formats: entry(needValues.formats),
    support: entry(needValues.support),
    contactMethod: entry(needValues.contactMethod),
    carerFormats: entry(needValues.carerFormats),
    carerSupport: entry(needValues.carerSupport),
    reviewOn: entry(needValues.reviewOn),
  })
  .readonly();
