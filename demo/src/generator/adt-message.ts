import type { PasPatient, PasVisit, WardPlan } from './simulated-pas';

/** One ADT event as the simulated PAS writes it. Times are London wall time, YYYYMMDDHHmmss, as such a system sends them. */
export interface AdtEvent {
  readonly event: string;
  readonly controlId: string;
  readonly sequence: number;
  readonly sentAt: string;
  readonly occurredAt: string;
  readonly patient: PasPatient;
  readonly visit?: PasVisit | undefined;
  readonly ended?: { readonly at: string; readonly method: string; readonly destination: string };
  readonly expectedDischarge?: string;
  /** The hospital number that a merge retires. */
  readonly retires?: string;
}

const escaped = (text: string) =>
  text.replace(/[\\|^~&]/g, (found) => `\\${{ '\\': 'E', '|': 'F', '^': 'S', '~': 'R', '&': 'T' }[found] ?? ''}\\`);

/** Fields of a segment by number; what is not given is empty. */
function segment(name: string, fields: Readonly<Record<number, string>>): string {
  const last = Math.max(0, ...Object.keys(fields).map(Number));
  return [name, ...Array.from({ length: last }, (_, index) => fields[index + 1] ?? '')].join('|');
}

function pid({ number, person }: PasPatient): string {
  const spaced = `${person.nhsNumber.slice(0, 3)} ${person.nhsNumber.slice(3, 6)} ${person.nhsNumber.slice(6)}`;
  return segment('PID', {
    1: '1',
    3: `${number}^""^^RXX^HOSP~${spaced}^NSTS01^^NHS^NHS`,
    5: `${escaped(person.family)}^${escaped(person.given)}^^^${person.title}`,
    7: person.birthDate,
    8: person.sex,
    11: `${escaped(person.street)}^^NORTHGATE^^${person.postcode}^GBR^H`,
    13: `${person.phone}^PRN`,
    32: 'NSTS01',
  });
}

function pv1(
  visit: PasVisit,
  place: (ward: string, bed: string | undefined) => string,
  ended: AdtEvent['ended'],
): string {
  return segment('PV1', {
    1: '1',
    2: 'I',
    3: place(visit.ward, visit.bed),
    4: '21',
    ...(visit.before === undefined ? {} : { 6: place(visit.before.ward, visit.before.bed) }),
    9: visit.consultant,
    10: visit.specialty,
    14: '19',
    19: visit.visit,
    ...(ended === undefined ? {} : { 36: ended.method, 37: ended.destination, 45: ended.at }),
    44: visit.admittedAt,
  });
}

/** Gives PV1-3 (PL) of a place: ward, bay and bed as the ward says them, and the ODS code of the site. */
export function placeText(wards: ReadonlyMap<string, WardPlan>) {
  return (ward: string, bed: string | undefined): string => {
    const plan = wards.get(ward);
    const told = plan?.beds.find(({ code }) => code === bed)?.told ?? '';
    return `${ward}^^${told}^${plan?.siteOds ?? ''}^^^^^${escaped(plan?.name ?? '')}`;
  };
}

export type Place = (ward: string, bed: string | undefined) => string;

function head(told: Omit<AdtEvent, 'patient'>): string[] {
  return [
    `MSH|^~\\&|iPM|iIE|FLOW|RXX|${told.sentAt}||ADT^${told.event}|${told.controlId}|P|2.4|${told.sequence}||AL|NE||UNICODE UTF-8`,
    segment('EVN', { 1: told.event, 2: told.sentAt, 6: told.occurredAt }),
  ];
}

const written = (segments: readonly string[]): string => `${segments.join('\r')}\r`;

/** The message, segments ended by CR. MSH-15/16 are AL/NE: a commit reply only. */
export function adtMessage(told: AdtEvent, place: Place): string {
  return written([
    ...head(told),
    pid(told.patient),
    segment('PD1', { 3: `The Surgery^GPPRC^${told.patient.person.gpPractice}` }),
    ...(told.retires === undefined ? [] : [segment('MRG', { 1: `${told.retires}^""^^RXX^HOSP` })]),
    ...(told.visit === undefined ? [] : [pv1(told.visit, place, told.ended)]),
    ...(told.expectedDischarge === undefined ? [] : [segment('PV2', { 9: told.expectedDischarge })]),
    ...(told.patient.shielded ? [segment('ZU8', { 4: 'Y' })] : []),
  ]);
}

/** A17: two patients who change places, each with the place that is theirs from now on. */
export function swapMessage(
  told: Omit<AdtEvent, 'patient' | 'visit'>,
  pair: readonly { readonly patient: PasPatient; readonly visit: PasVisit }[],
  place: Place,
): string {
  return written([
    ...head(told),
    ...pair.flatMap(({ patient, visit }) => [pid(patient), pv1(visit, place, undefined)]),
  ]);
}
