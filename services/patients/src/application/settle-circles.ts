import { derivedId } from '@flow/platform/ids/ids';
import { taskIdOf, taskOfKind, type TaskId } from '@flow/platform/tasks/task';
import type { KeepTask } from '@flow/platform/tasks/task-events';
import type { PatientId } from '../domain/ids';
import { PATIENT_TASKS, type PatientTaskKind } from '../domain/task-kinds';
import { currentPerson } from './follow-merges';
import { done } from './outcome';
import type { Patients, PatientTasks } from './ports';
import type { Cause } from './settle-nhs-numbers';

interface Deps {
  readonly patients: Patients;
  readonly tasks: PatientTasks;
}

type Circle = readonly PatientId[];

/** Longer circles of merges than people would make are not looked for. */
const LONGEST = 8;
const MAX_ROUNDS = 8;

const taskIdFor = (circle: Circle): TaskId => taskIdOf('merges-contradict', ...[...circle].sort());

/** Every way from a record through those that it was ever merged into, back to itself: each was a circle, or might have been. */
async function circlesThrough(patients: Patients, patientId: PatientId): Promise<readonly Circle[]> {
  const circles: Circle[] = [];
  const ways: Circle[] = [[patientId]];
  for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
    const { state } = await patients.load(way.at(-1) ?? patientId);
    for (const next of state?.record.everMergedInto ?? []) {
      if (next === patientId) circles.push(way);
      else if (way.length < LONGEST && !way.includes(next)) ways.push([...way, next]);
    }
  }
  return circles;
}

/** Does it unless the task is so already. The id goes with the task's changes: what was done before may be due again. */
async function keep(
  { tasks }: Deps,
  taskId: TaskId,
  command: KeepTask<PatientTaskKind>,
  { context }: Cause,
): Promise<void> {
  const { state } = await tasks.load(taskId);
  if ((state.status === 'open') === (command.type === 'RaiseTask')) return;
  const changes = state.status === 'none' ? 0 : state.changes;
  const commandId = derivedId(context.commandId, taskId, command.type, changes);
  done(await tasks.handle(taskId, command, { ...context, commandId }));
}

async function settleOnce(deps: Deps, patientId: PatientId, circle: Circle, cause: Cause): Promise<void> {
  const current = circle.length === 0 ? undefined : taskIdFor(circle);
  for (const taskId of new Set((await circlesThrough(deps.patients, patientId)).map(taskIdFor))) {
    if (taskId !== current) await keep(deps, taskId, { type: 'CloseTask', at: cause.occurredAt }, cause);
  }
  if (current === undefined) return;
  const named = { taskId: current, kind: 'merges-contradict', raisedAt: cause.occurredAt } as const;
  const task = taskOfKind<PatientTaskKind>(PATIENT_TASKS, { ...named, subjects: [...circle].sort() });
  await keep(deps, current, { type: 'RaiseTask', task }, cause);
}

/**
 * Asks people to look at the circle that there is, and closes the task of each that there is no more, now that the merge of
 * this record was told or undone. It looks again afterwards, since another merge may have been told meanwhile.
 */
export async function settleCircles(deps: Deps, patientId: PatientId, cause: Cause): Promise<void> {
  const circleNow = async () => (await currentPerson(deps.patients, patientId))?.circle ?? [];
  let circle = await circleNow();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    await settleOnce(deps, patientId, circle, cause);
    const after = await circleNow();
    if (sameCircle(circle, after)) return;
    circle = after;
  }
  throw new Error(`The merges of patient ${patientId} changed ${MAX_ROUNDS} times while their tasks were settled.`);
}

const sameCircle = (a: Circle, b: Circle): boolean => [...a].sort().join() === [...b].sort().join();
