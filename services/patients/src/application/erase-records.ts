import { derivedId } from '@flow/platform/ids/ids';
import type { TaskId } from '@flow/platform/tasks/task';
import type { PatientId } from '../domain/ids';
import { done } from './outcome';
import type { NoteStreams, RecordStreams } from './ports';
import { everToldIn, releaseNhsNumber, type Cause, type NhsNumberDeps } from './settle-nhs-numbers';

export interface EraseRecordsDeps extends NhsNumberDeps {
  readonly streams: RecordStreams;
  readonly notes: NoteStreams;
  /** Ids of the open tasks about any of them. */
  readonly openTasksAbout: (patientIds: readonly PatientId[]) => Promise<readonly TaskId[]>;
}

/**
 * Takes the streams of a person's records away, their claims before them: a claim can be found only while the stream says its
 * number. From the moment in which a number is free, it names somebody new. Cut short anywhere, it is done again. Gives how many
 * notes went.
 */
export async function eraseRecords(
  deps: EraseRecordsDeps,
  patientIds: readonly PatientId[],
  cause: Cause,
): Promise<number> {
  for (const patientId of patientIds) await eraseRecord(deps, patientId, patientIds, cause);
  for (const taskId of await deps.openTasksAbout(patientIds)) {
    const commandId = derivedId(cause.context.commandId, 'close', taskId);
    const command = { type: 'CloseTask', at: cause.occurredAt } as const;
    done(await deps.tasks.handle(taskId, command, { ...cause.context, commandId }));
  }
  // No note is written any more about somebody who has no stream.
  return deps.notes.eraseAbout(patientIds);
}

async function eraseRecord(
  deps: EraseRecordsDeps,
  patientId: PatientId,
  all: readonly PatientId[],
  cause: Cause,
): Promise<void> {
  const { state } = await deps.patients.load(patientId);
  if (state === null) return;
  await deps.streams.freeNumber(state.record.number, all);
  for (const number of everToldIn(state)) {
    await releaseNhsNumber(deps, patientId, number, cause);
    await deps.streams.removeUnclaimed(number);
  }
  await deps.streams.remove(patientId);
}
