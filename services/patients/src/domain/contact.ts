import type { Instant } from '@flow/platform/time/instant';
import type { CanonicalOrder } from './ids';

export const CHANNELS = ['letter', 'phone', 'sms', 'email'] as const;
/** A way to reach a patient that they may consent to or not. */
export type Channel = (typeof CHANNELS)[number];

export const CONSENTS = ['given', 'refused', 'withdrawn'] as const;
export type Consent = (typeof CONSENTS)[number];

/** PREFERRED CONTACT METHOD, as the UK Core code system has it. */
export const CONTACT_METHODS = {
  '1': 'Letter',
  '2': 'Visit',
  '3': 'Telephone',
  '4': 'Email',
  '5': 'Minicom (textphone)',
  '6': 'Telephone through a proxy',
  '7': 'Sign language',
  '8': 'No telephone contact',
  '9': 'SMS',
} as const;
export type ContactMethod = keyof typeof CONTACT_METHODS;

export const isContactMethod = (code: string): code is ContactMethod => Object.hasOwn(CONTACT_METHODS, code);

/** What whoever calls or writes must know, so as not to put the patient at risk. */
export const SAFE_CONTACT_NOTES = [
  'SAY_NO_MORE_THAN_FIRST_NAME',
  'SPEAK_TO_PATIENT_ALONE',
  'DO_NOT_SAY_HOSPITAL',
  'DAYTIME_ONLY',
  'PLAIN_ENVELOPE',
] as const;
export type SafeContactNote = (typeof SAFE_CONTACT_NOTES)[number];

/** One more number or address, beside what iPM tells. */
export interface ContactPoint {
  readonly pointId: string;
  readonly method: ContactMethod;
  readonly value: string;
  readonly consent: Consent;
  /** Null: not asked. */
  readonly safeToLeaveVoicemail: boolean | null;
  readonly safeContact: SafeContactNote | null;
  /** When somebody made sure that it reaches the patient. */
  readonly verifiedAt: Instant | null;
}

/** What somebody here recorded last, who, and when. */
export interface Recorded<Value> {
  readonly value: Value;
  readonly order: CanonicalOrder;
  readonly at: Instant;
  readonly by: string;
}

/** How a patient may be reached, as people here recorded it. iPM's word on telephones and addresses is another thing. */
export interface Reach {
  readonly consents: { readonly [Of in Channel]?: Recorded<Consent> };
  /** By the id of the point. */
  readonly points: Readonly<Record<string, Recorded<ContactPoint>>>;
}

/** What one doing records. */
export interface ReachChange {
  readonly consents: { readonly [Of in Channel]?: Consent };
  readonly points: readonly ContactPoint[];
}

export const NO_REACH: Reach = { consents: {}, points: {} };

export type Word = Omit<Recorded<never>, 'value'>;

export function afterReach(reach: Reach, { consents, points }: ReachChange, word: Word): Reach {
  const next: { [Of in Channel]?: Recorded<Consent> } = { ...reach.consents };
  for (const channel of CHANNELS) {
    const value = consents[channel];
    if (value !== undefined) next[channel] = { value, ...word };
  }
  const added = points.map((value) => [value.pointId, { value, ...word }] as const);
  return { consents: next, points: { ...reach.points, ...Object.fromEntries(added) } };
}

export const isRefusal = (consent: Consent): boolean => consent !== 'given';
