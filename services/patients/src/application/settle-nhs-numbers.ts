import type { CommandContext } from '@flow/platform/decider/handler';
import { derivedId } from '@flow/platform/ids/ids';
import { taskIdOf, taskOfKind } from '@flow/platform/tasks/task';
import type { Instant } from '@flow/platform/time/instant';
import type { PatientId } from '../domain/ids';
import { readNhsNumber, type NhsNumber } from '../domain/nhs-number';
import { holderOf } from '../domain/nhs-number-claim';
import { personIn, type PatientState } from '../domain/patient';
import type { HeldNhsNumber } from '../domain/person';
import { PATIENT_TASKS } from '../domain/task-kinds';
import { done } from './outcome';
import type { NhsNumbers, Patients, PatientTasks } from './ports';

export interface NhsNumberDeps {
  readonly patients: Patients;
  readonly nhsNumbers: NhsNumbers;
  readonly tasks: PatientTasks;
}

export interface Cause {
  readonly context: CommandContext;
  readonly occurredAt: Instant;
}

const MAX_ROUNDS = 8;

/**
 * Makes the claims on NHS numbers agree with what the patient shows now. It looks again afterwards, since another telling
 * may have changed the patient meanwhile; whoever changed it last settles it last.
 */
export async function settleNhsNumbers(deps: NhsNumberDeps, patientId: PatientId, cause: Cause): Promise<void> {
  let { state } = await deps.patients.load(patientId);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const held = shownIn(state);
    for (const number of everToldIn(state)) await settleOne(deps, { patientId, number, held }, cause);
    ({ state } = await deps.patients.load(patientId));
    if (sameNumber(held, shownIn(state))) return;
  }
  throw new Error(`The NHS number of patient ${patientId} changed ${MAX_ROUNDS} times while it was settled.`);
}

interface One {
  readonly patientId: PatientId;
  readonly number: NhsNumber;
  readonly held: HeldNhsNumber | null;
}

async function settleOne(deps: NhsNumberDeps, { patientId, number, held }: One, cause: Cause): Promise<void> {
  const isShown = held?.number === number;
  const { revision } = await deps.nhsNumbers.load(number);
  const command = isShown
    ? ({ type: 'ClaimNhsNumber', patientId, firstTold: held.firstTold } as const)
    : ({ type: 'ReleaseNhsNumber', patientId } as const);
  const commandId = derivedId(cause.context.commandId, command.type, patientId, revision);
  done(await deps.nhsNumbers.handle(number, command, { ...cause.context, commandId }));
  await settleTasks(deps, { patientId, number }, cause);
}

/** The patient has the number no more; whoever has it too may hold it from now on. */
export async function releaseNhsNumber(
  deps: NhsNumberDeps,
  patientId: PatientId,
  number: NhsNumber,
  cause: Cause,
): Promise<void> {
  await settleOne(deps, { patientId, number, held: null }, cause);
}

/** One task for each patient but the holder; none for who has the number alone, or has it no more. */
async function settleTasks(
  deps: NhsNumberDeps,
  { patientId, number }: { readonly patientId: PatientId; readonly number: NhsNumber },
  cause: Cause,
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { state, revision } = await deps.nhsNumbers.load(number);
    const holder = holderOf(state);
    const claimants = Object.keys(state.claimants);
    if (revision === 0 && claimants.length === 1) return; // The first and only claim: there was never a task.
    for (const subject of new Set([...claimants, patientId])) {
      const isElsewhere = holder !== undefined && subject !== holder && claimants.includes(subject);
      await tellTask(deps, { number, subject, other: isElsewhere ? holder : null, revision }, cause);
    }
    if ((await deps.nhsNumbers.load(number)).revision === revision) return;
  }
  throw new Error(`The claims on an NHS number changed ${MAX_ROUNDS} times while their tasks were settled.`);
}

interface Subject {
  readonly number: NhsNumber;
  readonly subject: string;
  /** The patient who holds the number, where a task is due. */
  readonly other: string | null;
  readonly revision: number;
}

async function tellTask(
  { nhsNumbers, tasks }: NhsNumberDeps,
  { number, subject, other, revision }: Subject,
  { context, occurredAt }: Cause,
): Promise<void> {
  const taskId = taskIdOf('nhs-number-claimed-elsewhere', nhsNumbers.nameOf(number), subject);
  const commandId = derivedId(context.commandId, taskId, revision);
  const subjects = other === null ? [subject] : [subject, other];
  const task = taskOfKind(PATIENT_TASKS, {
    ...{ taskId, kind: 'nhs-number-claimed-elsewhere', subjects, raisedAt: occurredAt },
  });
  const command =
    other === null ? ({ type: 'CloseTask', at: occurredAt } as const) : ({ type: 'RaiseTask', task } as const);
  done(await tasks.handle(taskId, command, { ...context, commandId }));
}

const sameNumber = (a: HeldNhsNumber | null, b: HeldNhsNumber | null): boolean =>
  a?.number === b?.number && a?.firstTold === b?.firstTold;

/** What a patient in use shows; a retired one shows none. */
function shownIn(state: PatientState): HeldNhsNumber | null {
  const person = personIn(state);
  return person === undefined || person.mergedInto !== null ? null : person.nhsNumber;
}

export function everToldIn(state: PatientState): readonly NhsNumber[] {
  if (state === null) return [];
  const told = [state.record, ...Object.values(state.noted)].flatMap((record) =>
    Object.keys(record.nhsNumbersFirstTold),
  );
  return [...new Set(told)].flatMap((text) => {
    const reading = readNhsNumber(text);
    return reading.valid ? [reading.number] : [];
  });
}
