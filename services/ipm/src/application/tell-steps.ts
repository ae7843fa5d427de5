import { unreachable } from '@flow/platform/decider/decider';
import type { Step } from '../domain/decode/decoding';
import type { PersonTelling, ToldIdentifier } from '../domain/decode/tellings';
import type { MessageDecoded } from '../domain/ledger/ledger';
import type { Effect, RefusalReason } from '../domain/ledger/settlement';
import { isAmong, staysOf, type ToldStay } from '../domain/ledger/told-stays';
import type { BedsTold, KnownPatient, Owners, Refused, Statement } from './owners';
import type { InterfaceTasks } from './interface-tasks';

export type StepsTold =
  | { readonly outcome: 'applied'; readonly effects: readonly Effect[] }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason | 'PATIENT_UNKNOWN' };

interface Telling {
  readonly owners: Owners;
  readonly tasks: InterfaceTasks;
  readonly decoded: MessageDecoded;
  /** Patients as their service answered, in the order in which they were told. */
  readonly persons: KnownPatient[];
}

/**
 * Tells a decoding's steps to their owners, in order. Safe to repeat from the first, also after a crash half way. Throws
 * when an owner does not answer. `earlier`: the stays that the decoding before spoke of.
 */
export async function tellSteps(
  owners: Owners,
  tasks: InterfaceTasks,
  decoded: MessageDecoded,
  earlier: readonly ToldStay[],
): Promise<StepsTold> {
  if (!(await knowsBoth(owners, decoded.steps))) return { outcome: 'refused', reason: 'PATIENT_UNKNOWN' };
  const telling: Telling = { owners, tasks, decoded, persons: [] };
  const effects: Effect[] = [];
  for (const [index, step] of decoded.steps.entries()) {
    const told = await tellStep(telling, step, statementOf(decoded, index));
    if (typeof told === 'string') return { outcome: 'refused', reason: told };
    effects.push({ index, ...told });
  }
  const withdrawn = await withdraw(telling, earlier, staysOf(decoded.steps, effects));
  if (typeof withdrawn === 'string') return { outcome: 'refused', reason: withdrawn };
  const mapping = await tasks.unmapped(decoded);
  return { outcome: 'applied', effects: [...effects, ...withdrawn, ...mapping] };
}

/** Last, so that nobody is off the boards in between: what the decoding before said of a stay that this one does not name. */
async function withdraw(
  { owners, decoded }: Telling,
  earlier: readonly ToldStay[],
  now: readonly ToldStay[],
): Promise<Effect[] | RefusalReason> {
  const effects: Effect[] = [];
  for (const [nth, stay] of earlier.entries()) {
    if (isAmong(stay, now)) continue;
    // A swap takes the number after the last step.
    const index = decoded.steps.length + 1 + nth;
    const told = await owners.tellWithdrawn(stay, statementOf(decoded, index));
    if (told.refused !== undefined) return `BEDS_${told.refused}`;
    const { stayId, tasks, changed } = told;
    effects.push({
      ...{ index, owner: 'beds', patientIds: [stay.patientId], tasks, changed },
      ...(stayId !== undefined && { stayId }),
    });
  }
  return effects;
}

/** Patients change places only if both are there: a swap is about what is known, and makes nobody up. */
async function knowsBoth(owners: Owners, steps: readonly Step[]): Promise<boolean> {
  if (!steps.some(({ step }) => step === 'swap')) return true;
  const numbers = steps.flatMap((step) => (step.step === 'person' ? (numberOf(step.person) ?? []) : []));
  const known = await Promise.all(numbers.map((number) => owners.knowsPatient(number)));
  return known.every(Boolean);
}

const numberOf = ({ hospitalNumber, nhsNumber }: PersonTelling): ToldIdentifier | undefined =>
  hospitalNumber ?? (typeof nhsNumber === 'string' ? { authority: 'NHS', value: nhsNumber } : undefined);

const statementOf = (
  { partner, messageId, decoding, event, order, occurredAt }: MessageDecoded,
  index: number,
): Statement => ({
  partner,
  messageId,
  decoding,
  index,
  event,
  order,
  occurredAt,
});

type Done = Omit<Effect, 'index'>;

async function tellStep(telling: Telling, step: Step, statement: Statement): Promise<Done | RefusalReason> {
  const { owners, tasks } = telling;
  switch (step.step) {
    case 'person':
      return tellPerson(telling, step.person, statement);
    case 'merge':
      return tellMerge(telling, step, statement);
    case 'details': {
      const patient = personAt(telling, step.person);
      return byBeds(await owners.tellPatientDetails(patient, statement), patient);
    }
    case 'stay': {
      const patient = personAt(telling, step.person);
      return byBeds(await owners.tellStay(step.stay, patient, statement), patient);
    }
    case 'swap': {
      const [first, second] = [personAt(telling, 0), personAt(telling, 1)];
      const halves = [
        { stay: step.first, patient: first },
        { stay: step.second, patient: second },
      ] as const;
      return byBeds(await owners.tellSwap(halves, statement), first, second);
    }
    case 'bed-status':
      return byBeds(await owners.tellBedStatus(step.status, statement));
    case 'task':
      return tasks.raise(step.kind, telling.decoded);
    default:
      return unreachable(step);
  }
}

function personAt({ persons, decoded }: Telling, nth: number): KnownPatient {
  const person = persons[nth];
  if (person === undefined) throw new Error(`Message ${decoded.messageId} has a step about a person told of later.`);
  return person;
}

async function tellPerson(
  telling: Telling,
  person: PersonTelling,
  statement: Statement,
): Promise<Done | RefusalReason> {
  const told = await telling.owners.tellPerson(person, statement);
  if (told.refused !== undefined) return `PATIENTS_${told.refused}`;
  telling.persons.push(told);
  return { owner: 'patients', patientIds: [told.patientId], tasks: [], changed: told.changed };
}

/** First the two records become one person, then beds is told, so that it never asks about a patient who is none. */
async function tellMerge(
  { owners }: Telling,
  { survivor, retired }: Extract<Step, { step: 'merge' }>,
  statement: Statement,
): Promise<Done | RefusalReason> {
  const merged = await owners.tellMerge(survivor, retired, statement);
  if (merged.refused !== undefined) return `PATIENTS_${merged.refused}`;
  const patient = merged.survivor;
  const told = byBeds(await owners.tellPatientsMerged(merged, statement), patient);
  return typeof told === 'string' ? told : { ...told, patientIds: [patient.patientId, merged.retiredId] };
}

function byBeds(told: BedsTold | Refused, ...patients: readonly KnownPatient[]): Done | RefusalReason {
  if (told.refused !== undefined) return `BEDS_${told.refused}`;
  const { stayId, changed, tasks } = told;
  const patientIds = patients.map(({ patientId }) => patientId);
  return { owner: 'beds', patientIds, ...(stayId !== undefined && { stayId }), tasks, changed };
}
