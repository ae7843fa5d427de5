import { instantOfEpochMs } from '@flow/platform/time/instant';
import type { Channel, Consent, ContactPoint } from '../../domain/contact';
import { isContactMethod } from '../../domain/contact';
import type { NeedsChange } from '../../domain/needs';
import type { RecordCommunicationNeedsInput, RecordContactConsentInput, RecordContactPointInput } from './care-inputs';

const LONGEST_VALUE = 254;
/** Undefined: the value is not of its kind. What exactly is not said: it may name a patient. */
type Parsed<Value> = Value | undefined;

/** Undefined where a channel is told two different consents: nobody knows which the patient meant. */
export function consentsIn({ consents }: RecordContactConsentInput): Parsed<{ readonly [Of in Channel]?: Consent }> {
  const told = new Map<Channel, Consent>();
  for (const { channel, consent } of consents) {
    if ((told.get(channel) ?? consent) !== consent) return undefined;
    told.set(channel, consent);
  }
  return Object.fromEntries(told);
}

export function pointIn(input: RecordContactPointInput, pointId: string): Parsed<ContactPoint> {
  const { method, consent, safeToLeaveVoicemail = null, safeContact = null, verifiedAt } = input;
  const value = input.value.trim();
  if (!isContactMethod(method) || !isReachable(method, value)) return undefined;
  const verified = verifiedAt === null || verifiedAt === undefined ? null : instantOfEpochMs(Date.parse(verifiedAt));
  return { pointId, method, value, consent, safeToLeaveVoicemail, safeContact, verifiedAt: verified };
}

function isReachable(method: string, value: string): boolean {
  if (value === '' || value.length > LONGEST_VALUE || /\p{Cc}/u.test(value)) return false;
  if (method === '4') return /^[^\s@]+@[^\s@]+$/.test(value);
  const isByPhone = ['3', '5', '6', '9'].includes(method);
  return !isByPhone || value.replace(/\D/g, '').length >= 6;
}

export function needsIn(input: RecordCommunicationNeedsInput): Parsed<NeedsChange> {
  const {
    language,
    interpreterRequired,
    signLanguage,
    formats,
    support,
    contactMethod,
    carerFormats,
    carerSupport,
    reviewOn,
  } = input;
  if (typeof language === 'string' && !/^[a-z]{2,3}$/.test(language)) return undefined;
  if (typeof contactMethod === 'string' && !isContactMethod(contactMethod)) return undefined;
  return {
    ...told('language', language),
    ...told('interpreterRequired', interpreterRequired),
    ...told('signLanguage', signLanguage),
    ...told('formats', sorted(formats)),
    ...told('support', sorted(support)),
    ...told('contactMethod', contactMethod),
    ...told('carerFormats', sorted(carerFormats)),
    ...told('carerSupport', sorted(carerSupport)),
    ...told('reviewOn', reviewOn),
  };
}

const told = (field: keyof NeedsChange, value: unknown) => (value === undefined ? {} : { [field]: value });

const sorted = <Code extends string>(codes: readonly Code[] | null | undefined) =>
  codes === null || codes === undefined ? codes : [...new Set(codes)].sort();
