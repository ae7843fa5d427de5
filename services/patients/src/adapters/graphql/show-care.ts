import type { Care } from '../../domain/care';
import { CHANNELS, CONTACT_METHODS, isRefusal, type ContactPoint, type Recorded } from '../../domain/contact';
import { FORMATS, NEED_FIELDS, SIGN_LANGUAGES, SUPPORTS, type NeedField, type NeedValue } from '../../domain/needs';
import { PatientConsent, PatientContactPoint, PatientNeed, PatientReach } from './care-types';

/** The version of what was recorded: its newest word. */
const NONE = '0';
export function versionOf({ consents, points, needs }: Care): string {
  const all = [...Object.values(consents), ...points, ...Object.values(needs)];
  const newest = all.map(({ order }) => order).reduce((a, b) => (a < b ? b : a), '');
  return newest === '' ? NONE : Buffer.from(newest).toString('base64url');
}

/** A word older than all for the version of nothing. Throws RangeError for a text that is no version. */
export function wordOfVersion(version: string): string {
  if (version === NONE) return NONE;
  const word = Buffer.from(version, 'base64url').toString('utf8');
  if (!/^\d{4}-\d\d-\d\dT[^\n]{1,390}$/.test(word)) throw new RangeError('Not a version that was shown.');
  return word;
}

export function reachOf(care: Care, restricted: boolean): PatientReach {
  const consents = CHANNELS.flatMap((channel) => {
    const held = care.consents[channel];
    return held === undefined
      ? []
      : [Object.assign(new PatientConsent(), { channel, consent: held.value, ...signed(held) })];
  });
  const points = restricted ? null : care.points.map(pointOf);
  return Object.assign(new PatientReach(), { consents, points, version: versionOf(care) });
}

const signed = ({ at, by }: Recorded<unknown>) => ({ recordedAt: at, recordedBy: by });

function pointOf(held: Recorded<ContactPoint>): PatientContactPoint {
  const { pointId, value, ...point } = held.value;
  return Object.assign(new PatientContactPoint(), {
    ...point,
    id: pointId,
    methodDisplay: CONTACT_METHODS[point.method],
    value: isRefusal(point.consent) ? null : value,
    ...signed(held),
  });
}

interface Shown {
  readonly kind: string;
  readonly code: string;
  readonly display: string;
}

/** What stands first is looked at first: an interpreter before a format. */
export function needsOf({ needs }: Care): readonly PatientNeed[] {
  const reviewOn = needs.reviewOn?.value ?? null;
  return NEED_FIELDS.flatMap((field) => {
    const held = needs[field];
    const shown = held === undefined || held.value === null ? [] : shownNeed(field, held.value, needs);
    return shown.map((one) => Object.assign(new PatientNeed(), { ...one, reviewOn, ...(held && signed(held)) }));
  });
}

interface Coded {
  readonly kind: string;
  readonly what: string;
  readonly words: Readonly<Record<string, string>>;
}

const CODED: { readonly [Field in NeedField]?: Coded } = {
  signLanguage: { kind: 'SIGN_LANGUAGE', what: 'Sign language:', words: SIGN_LANGUAGES },
  formats: { kind: 'FORMAT', what: 'Information in', words: FORMATS },
  support: { kind: 'SUPPORT', what: 'Support:', words: SUPPORTS },
  contactMethod: { kind: 'CONTACT_METHOD', what: 'Contact by', words: CONTACT_METHODS },
  carerFormats: { kind: 'CARER_FORMAT', what: 'Carer, information in', words: FORMATS },
  carerSupport: { kind: 'CARER_SUPPORT', what: 'Carer, support:', words: SUPPORTS },
};

function shownNeed(field: NeedField, value: NeedValue, needs: Care['needs']): readonly Shown[] {
  const isInterpreted = needs.interpreterRequired?.value === true;
  if (field === 'language') return isInterpreted ? [] : [language('LANGUAGE', 'Speaks', value)];
  if (field === 'interpreterRequired') {
    return isInterpreted ? [language('INTERPRETER', 'Interpreter:', needs.language?.value ?? 'und')] : [];
  }
  const coded = CODED[field];
  if (coded === undefined || typeof value === 'boolean') return [];
  const { kind, what, words } = coded;
  const codes = typeof value === 'string' ? [value] : value;
  return codes.map((code) => ({ kind, code, display: `${what} ${words[code] ?? code}` }));
}

const NAMES = new Intl.DisplayNames(['en-GB'], { type: 'language' });

function language(kind: string, what: string, value: NeedValue): Shown {
  const code = typeof value === 'string' ? value : 'und';
  return { kind, code, display: code === 'und' ? `${what} language not known` : `${what} ${NAMES.of(code) ?? code}` };
}
