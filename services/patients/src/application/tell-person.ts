import type { CommandContext } from '@flow/platform/decider/handler';
import type { Instant } from '@flow/platform/time/instant';
import type { Identifier, Telling } from '../domain/details';
import type { CanonicalOrder, PatientId } from '../domain/ids';
import { readNhsNumber, suitability, type NhsNumber, type Population } from '../domain/nhs-number';
import type { PatientEvent } from '../domain/patient';
import { currentPerson, spreadRecord, type CurrentPerson } from './follow-merges';
import { done, orRefusal, refused, type Refused } from './outcome';
import type { Notices, NumberClaims } from './ports';
import { settleNhsNumbers, type Cause, type NhsNumberDeps } from './settle-nhs-numbers';
import { closeRefusedNumber, raiseRefusedNumber } from './settle-refused-number';

export interface PatientDeps extends NhsNumberDeps {
  readonly numbers: NumberClaims;
  readonly notices: Notices;
  readonly population: Population;
}

/** What a partner says of a person, as its edge has checked it. */
export interface PersonTelling {
  /** The number of the partner's configured authority: it alone identifies. */
  readonly hospitalNumber?: Identifier;
  /** The NHS number as it was written; it is read here, and one that is none never keeps the person out. */
  readonly nhsNumber?: string | null;
  readonly telling: Omit<Telling, 'nhsNumber'>;
  readonly order: CanonicalOrder;
  readonly occurredAt: Instant;
}

export interface PersonTold {
  readonly outcome: 'told';
  readonly current: CurrentPerson;
  /** The patient whose number was told: another than the current one where it was merged. */
  readonly toldAs: PatientId;
  readonly created: boolean;
  readonly changed: boolean;
}

/** Registers or updates the person whom the hospital number names. Safe to repeat, also after a crash half way. */
export function tellPerson(
  deps: PatientDeps,
  person: PersonTelling,
  context: CommandContext,
): Promise<PersonTold | Refused> {
  return orRefusal(async () => {
    const number = identityOf(deps, person);
    if (number === undefined) return refused('IDENTIFIER_MISSING');
    const { toldAs, events } = await tellRecord(deps, { ...person, number }, context);
    const current = await currentPerson(deps.patients, toldAs);
    if (current === undefined) throw new Error(`Patient ${toldAs} was told and is not there.`);
    return {
      outcome: 'told',
      current,
      toldAs,
      created: events.some(({ type }) => type === 'PatientRegistered'),
      changed: events.some(isChange),
    };
  });
}

const isChange = (event: PatientEvent): boolean => event.type !== 'DetailsTold' || Object.keys(event.set).length > 0;

/**
 * A person of whom only an NHS number is told is a patient named by that number, and stays apart from one who has a
 * hospital number and the same NHS number, until people merge them: an NHS number never joins two.
 */
function identityOf({ population }: PatientDeps, person: PersonTelling): Identifier | undefined {
  if (person.hospitalNumber !== undefined) return person.hospitalNumber;
  const { number } = screened(person.nhsNumber, population);
  return typeof number === 'string' ? { authority: 'NHS', value: number } : undefined;
}

/** Tells the record of an identifying number, and settles what follows from it in other streams. */
export async function tellRecord(
  deps: PatientDeps,
  told: PersonTelling & { readonly number: Identifier },
  context: CommandContext,
): Promise<{ readonly toldAs: PatientId; readonly events: readonly PatientEvent[] }> {
  const { number, order, occurredAt } = told;
  const nhs = screened(told.nhsNumber, deps.population);
  const telling = nhs.number === undefined ? told.telling : { ...told.telling, nhsNumber: nhs.number };
  const patientId = await deps.numbers.ownerOf(number, context);
  const command = { type: 'TellDetails', patientId, number, order, occurredAt, telling } as const;
  const { events } = done(await deps.patients.handle(patientId, command, context));
  const cause = { context, occurredAt };
  if (nhs.finding === 'suspicious') deps.notices.suspiciousNhsNumber(patientId);
  if (nhs.finding === 'refused') await raiseRefusedNumber(deps, { patientId, order }, cause);
  else if (nhs.number !== undefined) await closeRefusedNumber(deps, patientId, cause);
  await settleAround(deps, patientId, { ...cause, events });
  return { toldAs: patientId, events };
}

/**
 * Carries what a record holds to the records it was merged into, and settles the NHS numbers of all of them. A record
 * that no merge concerns, and of whose NHS number nothing new was told, leaves nothing to settle.
 */
export async function settleAround(
  deps: PatientDeps,
  patientId: PatientId,
  { events, ...cause }: Cause & { readonly events: readonly PatientEvent[] },
): Promise<void> {
  const { touched, alone } = await spreadRecord(deps.patients, patientId, cause.context);
  if (alone && !events.some(mayMoveNhsNumber)) return;
  for (const one of touched) await settleNhsNumbers(deps, one, cause);
}

const mayMoveNhsNumber = (event: PatientEvent): boolean =>
  (event.type !== 'DetailsTold' && event.type !== 'ContactRecorded' && event.type !== 'NeedsRecorded') ||
  (event.type === 'DetailsTold' && isOnNhsNumber(event));
const isOnNhsNumber = (event: Extract<PatientEvent, { readonly type: 'DetailsTold' }>): boolean =>
  event.set.nhsNumber !== undefined || event.nhsNumberToldEarlier !== undefined;

interface Screened {
  /** Undefined: nothing to tell. Null: deleted. */
  readonly number: NhsNumber | null | undefined;
  readonly finding: 'none' | 'suspicious' | 'refused';
}

function screened(text: string | null | undefined, population: Population): Screened {
  if (text === undefined || text === null) return { number: text, finding: 'none' };
  const reading = readNhsNumber(text);
  if (!reading.valid) return { number: undefined, finding: 'refused' };
  switch (suitability(reading.number, population)) {
    case 'suitable':
      return { number: reading.number, finding: 'none' };
    case 'suspicious':
      return { number: reading.number, finding: 'suspicious' };
    case 'unsuitable':
      return { number: undefined, finding: 'refused' };
  }
}
