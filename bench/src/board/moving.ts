import type { Pas } from '@flow/demo/generator/hospital-days';
import type { PasPatient, PasVisit } from '@flow/demo/generator/simulated-pas';

/** Somebody who goes from bed to bed of an empty ward, round and round. */
export interface Mover {
  /** The message that brings them in, to the first bed. */
  arrives(): string;
  /** The message of the n-th move, to the bed after that. */
  moves(nth: number): string;
  /** What a frame says when they are in each bed, in their order; the n-th move leads to `marks[(n + 1) % length]`. */
  readonly marks: readonly string[];
}

/** Each message says a later second than the one before. */
const SECOND_MS = 1000;

export function moverIn(pas: Pas, ward: string, startMs: number): Mover {
  const plan = pas.wardOf(ward);
  const beds = plan.beds.map(({ code }) => code);
  const invented = pas.newPatient(startMs, { ward: plan });
  const patient: PasPatient = { ...invented, number: 'M900001', shielded: false };
  const at = (nth: number): number => startMs + nth * SECOND_MS;
  const visitAt = (nth: number): PasVisit => ({
    ...{ visit: 'V9000001', patient: patient.number, ward, bed: beds[nth % beds.length] },
    ...{ specialty: plan.specialty, consultant: '', onLeave: false },
    ...{ admittedAt: pas.textOf(startMs), movedAt: pas.textOf(at(nth)) },
    before: nth === 0 ? undefined : { ward, bed: beds[(nth - 1) % beds.length] },
  });
  return {
    marks: beds.map((bed) => `{"id":"${bed}","occupantCount":1`),
    arrives: () => pas.write('A01', at(0), { patient, visit: visitAt(0) }),
    moves: (nth) => pas.write('A02', at(nth + 1), { patient, visit: visitAt(nth + 1) }),
  };
}
