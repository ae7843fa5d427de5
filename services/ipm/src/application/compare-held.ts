import type { PersonTelling, StayTelling } from '../domain/decode/tellings';
import { placeText, type HeldPerson, type HeldStay } from './held-facts';

/** Told and held alike, otherwise, told and not held, or told to be deleted. */
export type HeldState = 'same' | 'different' | 'not-held' | 'deletes';

/** One field that a message tells, beside what is held of it. */
export interface HeldDifference {
  readonly of: 'person' | 'stay';
  /** The patient or the stay; absent: nobody is known, or no stay is. */
  readonly id?: string;
  readonly field: string;
  readonly state: HeldState;
  readonly told: string | null;
  readonly held: string | null;
}

function stateOf(told: string | null, held: string | null): HeldState {
  if (told === null) return held === null ? 'same' : 'deletes';
  if (held === null) return 'not-held';
  return told === held ? 'same' : 'different';
}

const textOf = (value: unknown): string | null => {
  if (value === null || typeof value === 'string') return value;
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
};

/** Numbers that name the patient are not compared: they are how the patient was found. */
const NAMES = new Set(['hospitalNumber', 'otherIdentifiers', 'shielded', 'deceasedAt', 'gp']);

export const comparePerson = (told: PersonTelling, held: HeldPerson | undefined): readonly HeldDifference[] =>
  Object.entries(told)
    .filter(([field]) => !NAMES.has(field))
    .map(([field, value]) =>
      compared('person', field, textOf(value), held && { id: held.patientId, fields: held.fields }),
    );

/** Codes and the place; what the event itself means is in the step. */
const STAY_FIELDS = [
  ...(['patientClass', 'specialty', 'consultant', 'admissionMethod', 'dischargeMethod'] as const),
  ...(['dischargeDestination', 'readyForDischarge'] as const),
] as const;

export function compareStay(told: StayTelling, held: HeldStay | undefined): readonly HeldDifference[] {
  const of = held && { id: held.stayId, fields: held.fields };
  const codes = STAY_FIELDS.flatMap((field) => {
    const value = told[field];
    return value === undefined ? [] : [compared('stay', field, textOf(value), of)];
  });
  return told.place === undefined ? codes : [...codes, compared('stay', 'place', placeText(told.place), of)];
}

interface Held {
  readonly id: string;
  readonly fields: Readonly<Record<string, string | null | undefined>>;
}

function compared(of: 'person' | 'stay', field: string, told: string | null, from: Held | undefined): HeldDifference {
  const held = from?.fields[field] ?? null;
  return { of, ...(from && { id: from.id }), field, state: stateOf(told, held), told, held };
}
