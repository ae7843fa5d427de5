import { derivedId } from '@flow/platform/ids/ids';
import { taskIdOf, taskOfKind, type TaskId } from '@flow/platform/tasks/task';
import type { CanonicalOrder, PatientId } from '../domain/ids';
import { PATIENT_TASKS } from '../domain/task-kinds';
import { done } from './outcome';
import type { Patients, PatientTasks } from './ports';
import type { Cause } from './settle-nhs-numbers';

interface Deps {
  readonly patients: Patients;
  readonly tasks: PatientTasks;
}

const taskIdFor = (patientId: PatientId): TaskId => taskIdOf('nhs-number-refused', patientId);

const stepOf = ({ context }: Cause, taskId: TaskId, what: string) => ({
  ...context,
  commandId: derivedId(context.commandId, taskId, what),
});

/** Whether a later word about the number is known by now, or the record is nobody's to correct any more. */
async function isOvertaken(patients: Patients, patientId: PatientId, order: CanonicalOrder): Promise<boolean> {
  const record = (await patients.load(patientId)).state?.record;
  const known = record?.entries.nhsNumber?.order;
  return (known !== undefined && known > order) || (record?.merge?.into ?? null) !== null;
}

/** Asks people to correct a number that was told and not taken, unless a later one is known already. */
export async function raiseRefusedNumber(
  { patients, tasks }: Deps,
  { patientId, order }: { readonly patientId: PatientId; readonly order: CanonicalOrder },
  cause: Cause,
): Promise<void> {
  if (await isOvertaken(patients, patientId, order)) return;
  const taskId = taskIdFor(patientId);
  const raisedAt = cause.occurredAt;
  const task = taskOfKind(PATIENT_TASKS, { taskId, kind: 'nhs-number-refused', subjects: [patientId], raisedAt });
  const command = { type: 'RaiseTask', task } as const;
  done(await tasks.handle(taskId, command, stepOf(cause, taskId, 'raise')));
}

/** A number was told that can be one, or that there is none: there is nothing to correct, unless a later one was refused. */
export async function closeRefusedNumber({ tasks }: Deps, patientId: PatientId, cause: Cause): Promise<void> {
  const taskId = taskIdFor(patientId);
  const { state } = await tasks.load(taskId);
  if (state.status !== 'open' || state.task.raisedAt > cause.occurredAt) return;
  const command = { type: 'CloseTask', at: cause.occurredAt } as const;
  done(await tasks.handle(taskId, command, stepOf(cause, taskId, 'close')));
}
