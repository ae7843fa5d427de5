import { ROLES } from '@flow/platform/security/identity';
import { z } from 'zod';
import { holdsUnseen, visibleText } from '../commands/visible-text';

const code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,19}$/, 'must be a code of 1 to 20 letters, digits and dashes');
const optionalCode = z
  .string()
  .regex(/^([A-Za-z0-9][A-Za-z0-9-]{0,19})?$/, 'must be a code of 1 to 20 letters, digits and dashes, or empty')
  .transform((text) => (text === '' ? undefined : text));
/** Text that people are shown: on a terminal a control character would be obeyed. */
const shown = z.string().refine((text) => !holdsUnseen(text), {
  error: ({ input }) =>
    `holds characters that nobody sees (${visibleText(String(input))}). Remove what begins with \\u there.`,
});
const name = shown.min(1, 'must not be empty').max(80, 'must be at most 80 characters');
const yesNo = z.enum(['yes', 'no'], 'must be yes or no').transform((text) => text === 'yes');
/** What a partner calls a place. */
const theirs = shown.max(40, 'must be at most 40 characters');
/** Space-separated codes, or `*` for every one. */
const codes = z.string().transform((text) => (text === '*' ? ('all' as const) : text.split(/\s+/).filter(Boolean)));
const specialties = codes.refine(
  (told) => told === 'all' || told.every((each) => /^\d{3}$/.test(each)),
  'must be treatment function codes of 3 digits with spaces between, or *',
);
const role = z.enum(ROLES).exclude(['service'], 'must be a role that a person or a screen can have');

export const siteRow = z.object({
  code,
  name,
  odsCode: z.string().regex(/^[A-Z0-9]{5}$/, 'must be an ODS site code of 5 characters'),
});

/** NHS Data Dictionary: WARD INTENDED CLINICAL CARE INTENSITY, SEX OF PATIENTS, AGE GROUP INTENDED. */
export const wardRow = z.object({
  code,
  site: code,
  name,
  kind: z.enum(['ward', 'emergency', 'day', 'escalation'], 'must be ward, emergency, day or escalation'),
  specialty: z.string().regex(/^\d{3}$/, 'must be a treatment function code of 3 digits'),
  sex: z.enum(['1', '2', '8', '9'], 'must be 1, 2, 8 or 9'),
  age: z.enum(['1', '2', '3', '8'], 'must be 1, 2, 3 or 8'),
  intensity: z.string().regex(/^\d{2}$/, 'must be a care intensity of 2 digits'),
});

export const bayRow = z.object({ code, ward: code, name, sex: z.enum(['1', '2', '8'], 'must be 1, 2 or 8') });

export const bedRow = z.object({
  code,
  ward: code,
  bay: code,
  name,
  kind: z.enum(
    ['bay', 'side-room', 'hdu', 'icu', 'trolley', 'chair', 'escalation', 'cot', 'virtual'],
    'is not a kind of bed',
  ),
  funding: z.enum(['core', 'escalation', 'boarding'], 'must be core, escalation or boarding'),
  oxygen: yesNo,
  isolation: yesNo,
  bariatric: yesNo,
  monitored: yesNo,
});

export const locationRow = z.object({
  partner: code,
  wardCode: theirs.min(1, 'must not be empty'),
  bayCode: theirs,
  bedCode: theirs,
  ward: code,
  bay: optionalCode,
  bed: optionalCode,
});

export const userRow = z.object({
  subject: code,
  name,
  roles: z
    .string()
    .transform((text) => text.split(/\s+/).filter(Boolean))
    .pipe(z.array(role).min(1, 'must name a role')),
  sites: codes,
  wards: codes,
  specialties,
});

export type SiteRow = z.output<typeof siteRow>;
export type WardRow = z.output<typeof wardRow>;
export type BayRow = z.output<typeof bayRow>;
export type BedRow = z.output<typeof bedRow>;
export type LocationRow = z.output<typeof locationRow>;
export type UserRow = z.output<typeof userRow>;
