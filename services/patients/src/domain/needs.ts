import type { ContactMethod, Recorded, Word } from './contact';

/** DAPB1605, Accessible Information: information in another form than print. */
export const FORMATS = {
  LARGE_PRINT: 'Large print',
  BRAILLE: 'Braille',
  EASY_READ: 'Easy read',
  AUDIO: 'Audio',
  EMAIL: 'Email, to be read by a machine',
  TEXT_MESSAGE: 'Text message',
  BSL_VIDEO: 'Video in British Sign Language',
} as const;
export type Format = keyof typeof FORMATS;

/** DAPB1605: support to communicate. */
export const SUPPORTS = {
  DEAFBLIND_INTERPRETER: 'Deafblind interpreter',
  LIPSPEAKER: 'Lipspeaker',
  LIPREADING: 'Reads lips: face the patient',
  HEARING_LOOP: 'Hearing loop',
  NOTE_TAKER: 'Note taker',
  SPEECH_TO_TEXT: 'Speech to text reporter',
  ADVOCATE: 'Advocate',
  LONGER_APPOINTMENT: 'Longer appointment',
  COMMUNICATION_PASSPORT: 'Has a communication passport',
} as const;
export type Support = keyof typeof SUPPORTS;

export const SIGN_LANGUAGES = {
  BSL: 'British Sign Language',
  DEAFBLIND_MANUAL: 'Deafblind manual alphabet',
  MAKATON: 'Makaton',
  SIGN_SUPPORTED_ENGLISH: 'Sign supported English',
  OTHER: 'Another sign language',
} as const;
export type SignLanguage = keyof typeof SIGN_LANGUAGES;

/** What a patient, or who cares for them, needs to understand and to be understood. */
export interface Needs {
  /** ISO 639: two or three small letters. */
  readonly language: string;
  readonly interpreterRequired: boolean;
  readonly signLanguage: SignLanguage;
  readonly formats: readonly Format[];
  readonly support: readonly Support[];
  readonly contactMethod: ContactMethod;
  readonly carerFormats: readonly Format[];
  readonly carerSupport: readonly Support[];
  /** The London date on which somebody is to ask again. */
  readonly reviewOn: string;
}
export type NeedField = keyof Needs;
export type NeedValue = Needs[NeedField];

export const NEED_FIELDS: readonly NeedField[] = [
  'language',
  'interpreterRequired',
  'signLanguage',
  'formats',
  'support',
  'contactMethod',
  'carerFormats',
  'carerSupport',
  'reviewOn',
];

/** Absent: not told. Null: there is no such need. */
export type NeedsChange = { readonly [Field in NeedField]?: Needs[Field] | null };

export type NeedEntries = { readonly [Field in NeedField]?: Recorded<NeedValue | null> };

export function afterNeeds(entries: NeedEntries, needs: NeedsChange, word: Word): NeedEntries {
  const next: { [Field in NeedField]?: Recorded<NeedValue | null> } = { ...entries };
  for (const field of NEED_FIELDS) {
    const value = needs[field];
    if (value !== undefined) next[field] = { value, ...word };
  }
  return next;
}
