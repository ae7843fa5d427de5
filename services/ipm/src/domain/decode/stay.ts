import type { Hl7Message } from '../hl7/message';
import type { Repetition, Segment, Told } from '../hl7/segment';
import type { PartnerConfig } from '../partner/partner-config';
import { codeOf, textOf, told, yesOf } from './code';
import type { UnmappedPlace, Warning } from './decoding';
import type { EventMeaning } from './events';
import { placeOf } from './place';
import { readTime, type TimeRule } from './told-time';
import type { StayTelling, StayTold } from './tellings';
import type { When } from './when';

export interface DecodedStay {
  readonly stay: StayTelling;
  readonly unmapped: readonly UnmappedPlace[];
  readonly warnings: readonly Warning[];
}

interface StayContext {
  readonly partner: PartnerConfig;
  readonly rule: TimeRule;
  readonly when: When;
  readonly meaning: EventMeaning & { readonly told: StayTold };
}

/** What PV1 tells of a stay, with PV2 and the UK's ZU1 beside it. */
export function stayOf(pv1: Segment, beside: Hl7Message, context: StayContext): DecodedStay {
  const { partner, when, meaning } = context;
  const pending = meaning.pending === true ? placeOf(pv1.repetitions(42)[0], partner) : undefined;
  const place = pending ?? placeOf(pv1.repetitions(3)[0], partner);
  const prior = placeOf(pv1.repetitions(6)[0], partner);
  const codes = codesOf(pv1);
  const expected = expectedOf(beside, context);
  const stay: StayTelling = {
    told: meaning.told,
    ...told({
      visit: visitOf(pv1.repetitions(19)[0], partner),
      place: place?.place,
      priorPlace: prior?.place,
      movementAt: when.movementAt,
      ...codes.codes,
      readyForDischarge: readyOf(beside, context.rule),
      expectedAt: expected.at,
    }),
  };
  const unmapped = [place?.unmapped, prior?.unmapped].flatMap((one) => one ?? []);
  return {
    stay,
    unmapped,
    warnings: [...codes.warnings, ...expected.warnings, ...(unmapped.length > 0 ? (['PLACE_UNMAPPED'] as const) : [])],
  };
}

/** CX: the visit number and who gave it. */
export function visitOf(visit: Repetition | undefined, { hospitalNumber }: PartnerConfig): StayTelling['visit'] {
  const number = textOf(visit?.get(1));
  if (typeof number !== 'string') return undefined;
  return { authority: textOf(visit?.get(4)) ?? hospitalNumber.authority, number };
}

/** Words that some senders write for the codes of HL7 table 0004. */
const CLASSES: Readonly<Record<string, string>> = {
  INPATIENT: 'I',
  OUTPATIENT: 'O',
  EMERGENCY: 'E',
  PREADMIT: 'P',
  RECURRING: 'R',
  OBSTETRICS: 'B',
};

export function patientClassOf(pv1: Segment | undefined): Told {
  const text = codeOf(pv1?.get(2));
  return typeof text === 'string' ? (CLASSES[text.toUpperCase()] ?? text) : text;
}

/** By the field that holds each code, in the fields that the national specification uses. */
function codesOf(pv1: Segment) {
  const fields = {
    specialty: pv1.get(10),
    consultant: consultantOf(pv1),
    admissionMethod: pv1.get(4),
    admissionSource: pv1.get(14),
    dischargeMethod: pv1.get(36),
    dischargeDestination: pv1.get(37),
  };
  const codes = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, codeOf(value)]));
  const lost = Object.entries(fields).some(([name, value]) => value?.trim() && codes[name] === undefined);
  const warnings: readonly Warning[] = lost ? ['CODE_NOT_READ'] : [];
  return { codes: { patientClass: patientClassOf(pv1), ...codes }, warnings };
}

/** PV1-9, else PV1-7: of several the first with a consultant's code (C and digits), else the first. */
function consultantOf(pv1: Segment): Told {
  const all = [...pv1.repetitions(9), ...pv1.repetitions(7)].map((one) => one.get(1));
  return all.find((code) => code != null && /^C\d{7}$/.test(code)) ?? all.find((code) => code !== undefined);
}

function expectedOf(
  beside: Hl7Message,
  { rule, meaning }: StayContext,
): { readonly at: StayTelling['expectedAt'] | undefined; readonly warnings: readonly Warning[] } {
  if (meaning.expects === undefined) return { at: undefined, warnings: [] };
  const { at, warning } = readTime(beside.get('PV2', meaning.expects), rule);
  return { at, warnings: warning === undefined ? [] : [warning] };
}

/** ZU1-22 says that the patient is medically fit, ZU1-24 since when they are ready to go. */
function readyOf(beside: Hl7Message, rule: TimeRule): boolean | null | undefined {
  const flag = yesOf(beside.get('ZU1', 22));
  if (flag !== undefined) return flag;
  const { at } = readTime(beside.get('ZU1', 24), rule);
  return at === undefined || at === null ? at : true;
}
