import type { Pas } from '@flow/demo/generator/hospital-days';
import type { PasPatient, PasVisit } from '@flow/demo/generator/simulated-pas';

/** Patients who go from bed to bed of an empty ward, round and round; one at a time, and each goes home after some beds. */
export interface Mover {
  /** The message that brings the first in, to the first bed. */
  arrives(): string;
  /** The messages of the n-th move, to the bed after that: a transfer, or a discharge and the admission of the next patient. */
  moves(nth: number): readonly string[];
  /** What a frame says when somebody is in each bed, in their order; the n-th move leads to `marks[(n + 1) % length]`. */
  readonly marks: readonly string[];
}

/** Each move says a later second than the one before; whoever goes home and whoever comes then say the same one. */
const SECOND_MS = 1000;
/** Beds of a stay: what nobody's stay has would be measured else. */
const BEDS_EACH = 10;
/** Far beyond whoever filled the hospital: patients of one count share their NHS number. */
const FIRST_PATIENT = 900_001;

/** The PAS counts its patients from there on. */
export function moverIn(pas: Pas, ward: string, startMs: number): Mover {
  const plan = pas.wardOf(ward);
  const beds = plan.beds.map(({ code }) => code);
  const patients: PasPatient[] = [];
  pas.state.nextPatient = FIRST_PATIENT;
  const atMs = (nth: number): number => startMs + nth * SECOND_MS;
  const patientOf = (index: number): PasPatient =>
    (patients[index] ??= {
      ...pas.newPatient(startMs, { ward: plan }),
      ...{ number: `M${FIRST_PATIENT + index}`, shielded: false },
    });
  const bedAt = (nth: number) => beds[nth % beds.length];
  /** Of whoever is in a bed after so many moves. */
  function there(nth: number) {
    const index = Math.floor(nth / BEDS_EACH);
    const isFirst = nth % BEDS_EACH === 0;
    const patient = patientOf(index);
    const visit: PasVisit = {
      ...{ visit: `V${9_000_001 + index}`, patient: patient.number, ward, bed: bedAt(nth) },
      ...{ specialty: plan.specialty, consultant: '', onLeave: false },
      ...{ admittedAt: pas.textOf(atMs(index * BEDS_EACH)), movedAt: pas.textOf(atMs(nth)) },
      before: isFirst ? undefined : { ward, bed: bedAt(nth - 1) },
    };
    return { patient, visit, isFirst };
  }
  function leadingTo(nth: number): readonly string[] {
    const { isFirst, ...now } = there(nth);
    if (!isFirst) return [pas.write('A02', atMs(nth), now)];
    const { patient, visit } = there(nth - 1);
    const ended = { at: pas.textOf(atMs(nth)), method: '1', destination: '19' };
    return [pas.write('A03', atMs(nth), { patient, visit, ended }), pas.write('A01', atMs(nth), now)];
  }
  const first = there(0);
  return {
    marks: beds.map((bed) => `{"id":"${bed}","occupantCount":1`),
    arrives: () => pas.write('A01', atMs(0), { patient: first.patient, visit: first.visit }),
    moves: (nth) => leadingTo(nth + 1),
  };
}
