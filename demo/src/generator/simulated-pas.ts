import type { InventedPerson } from './invented-people';

/** What the generator needs to know of a ward. */
export interface WardPlan {
  readonly code: string;
  readonly siteOds: string;
  readonly name: string;
  readonly kind: 'ward' | 'emergency' | 'day' | 'escalation';
  readonly specialty: string;
  readonly sex: '1' | '2' | '8' | '9';
  readonly child: boolean;
  readonly critical: boolean;
  /** How many patients it takes: more than `beds` where the PAS does not record beds. */
  readonly capacity: number;
  /** Codes of the beds that the PAS records, and the bay and sex of each. */
  readonly beds: readonly {
    readonly code: string;
    readonly told: string;
    readonly bay: string;
    readonly sex: '1' | '2' | '8';
  }[];
}

/** A person as the simulated PAS knows one. */
export interface PasPatient {
  readonly number: string;
  readonly person: InventedPerson;
  readonly shielded: boolean;
}

/** A hospital provider spell that is open in the simulated PAS. */
export interface PasVisit {
  readonly visit: string;
  readonly patient: string;
  readonly ward: string;
  /** Code of the bed, or undefined where only the ward is known. */
  readonly bed: string | undefined;
  readonly specialty: string;
  readonly consultant: string;
  readonly admittedAt: string;
  readonly movedAt: string;
  readonly before: { readonly ward: string; readonly bed: string | undefined } | undefined;
  readonly onLeave: boolean;
}

/** The state of the simulated PAS: all of it is JSON, so that a hospital goes on where it stopped. */
export interface PasState {
  chance: number;
  nextPatient: number;
  nextVisit: number;
  nextControlId: number;
  readonly patients: Record<string, PasPatient>;
  readonly visits: Record<string, PasVisit>;
  /** Ended within the last happenings: what a clerk may still take back. */
  ended: PasVisit[];
}

export const emptyPas = (seed: number): PasState => ({
  chance: seed >>> 0,
  nextPatient: 1,
  nextVisit: 1,
  nextControlId: 1,
  patients: {},
  visits: {},
  ended: [],
});

/** The beds with somebody in them. */
export function occupiedBeds(state: PasState): ReadonlySet<string> {
  return new Set(Object.values(state.visits).flatMap(({ bed }) => (bed === undefined ? [] : [bed])));
}
