import type { Chance } from './chance';
import { seededChance } from './chance';
import { adtMessage, placeText, swapMessage, type AdtEvent, type Place } from './adt-message';
import { inventPerson } from './invented-people';
import { emptyPas, type PasPatient, type PasState, type PasVisit, type WardPlan } from './simulated-pas';

export interface HospitalDaysOptions {
  readonly wards: readonly WardPlan[];
  readonly seed: number;
  /** Where a hospital that ran before stopped. */
  readonly resume?: PasState;
  /** Gives London wall time as YYYYMMDDHHmmss of a count of milliseconds since 1970. */
  readonly londonText: (epochMs: number) => string;
}

/** One thing that happened, and the messages that the PAS sent of it. */
export interface Happening {
  readonly what: string;
  readonly messages: readonly string[];
}

/** Everything that the kinds of happening share: the simulated PAS, its dice, and how it writes. */
export interface Pas {
  readonly state: PasState;
  readonly chance: Chance;
  readonly wards: readonly WardPlan[];
  readonly place: Place;
  wardOf(code: string): WardPlan;
  newPatient(atMs: number, about: { ward: WardPlan; sex?: 'M' | 'F' }): PasPatient;
  newVisitNumber(): string;
  textOf(atMs: number): string;
  write(
    event: string,
    atMs: number,
    told: Omit<AdtEvent, 'event' | 'controlId' | 'sequence' | 'sentAt' | 'occurredAt'>,
  ): string;
  writeSwap(atMs: number, pair: readonly { patient: PasPatient; visit: PasVisit }[]): string;
}

function ageFor(chance: Chance, ward: WardPlan): number {
  if (ward.child) return 1 + chance.below(15);
  if (ward.specialty === '501') return 18 + chance.below(25);
  return 30 + Math.floor(60 * Math.sqrt(chance.next()));
}

function sexFor(chance: Chance, ward: WardPlan): 'M' | 'F' {
  if (ward.sex === '1') return 'M';
  if (ward.sex === '2') return 'F';
  return chance.below(2) === 0 ? 'F' : 'M';
}

/** The simulated PAS over a state. `state.chance` is kept current, so that the state alone resumes it. */
export function openPas({ wards, seed, resume, londonText }: HospitalDaysOptions): Pas {
  const state = resume ?? emptyPas(seed);
  const chance = seededChance(state.chance);
  const byCode = new Map(wards.map((ward) => [ward.code, ward]));
  const place = placeText(byCode);

  const head = (event: string, atMs: number) => {
    const sequence = state.nextControlId;
    state.nextControlId += 1;
    const at = londonText(atMs);
    return {
      event,
      controlId: `D${String(seed % 1000).padStart(3, '0')}${String(sequence).padStart(8, '0')}`,
      sequence,
      sentAt: at,
      occurredAt: at,
    };
  };

  return {
    state,
    chance,
    wards,
    place,
    wardOf(code) {
      const ward = byCode.get(code);
      if (ward === undefined)
        throw new Error(`The hospital has no ward ${code}: was it described anew? Start with an empty data folder.`);
      return ward;
    },
    newPatient(atMs, { ward, sex }) {
      const sequence = state.nextPatient;
      state.nextPatient += 1;
      const year = new Date(atMs).getUTCFullYear() - ageFor(chance, ward);
      const person = inventPerson(chance, sequence, { year, sex: sex ?? sexFor(chance, ward) });
      const patient = { number: `N${String(100_000 + sequence)}`, person, shielded: chance.below(150) === 0 };
      state.patients[patient.number] = patient;
      return patient;
    },
    newVisitNumber() {
      const number = `V${String(1_000_000 + state.nextVisit)}`;
      state.nextVisit += 1;
      return number;
    },
    textOf: londonText,
    write: (event, atMs, told) => adtMessage({ ...head(event, atMs), ...told }, place),
    writeSwap: (atMs, pair) => swapMessage(head('A17', atMs), pair, place),
  };
}
