import type { CommandContext, Handled } from '@flow/platform/decider/handler';
import type { Identifier } from '../domain/details';
import type { PatientId } from '../domain/ids';
import type { NhsNumber } from '../domain/nhs-number';
import type { NhsNumberClaimCommand, NhsNumberClaimEvent, NhsNumberClaims } from '../domain/nhs-number-claim';
import type { PatientCommand, PatientEvent, PatientRejection, PatientState } from '../domain/patient';
import type { TaskCommand, TaskEvent } from '../domain/task';

/** A stream's state, as fresh as its last event. `revision` is -1 for a stream that was never written. */
export interface Loaded<State> {
  readonly state: State;
  readonly revision: number;
}

/** The patients, each one stream. */
export interface Patients {
  handle(
    patientId: PatientId,
    command: PatientCommand,
    context: CommandContext,
  ): Promise<Handled<PatientEvent, PatientRejection>>;
  load(patientId: PatientId): Promise<Loaded<PatientState>>;
}

/** Which patient an identifying number names: one for ever, whoever races. */
export interface NumberClaims {
  /** The patient whom the number names; a new id where it named nobody. */
  ownerOf(number: Identifier, context: CommandContext): Promise<PatientId>;
}

/** Who says that an NHS number is theirs. `name` tells numbers apart without showing them. */
export interface NhsNumbers {
  handle(
    number: NhsNumber,
    command: NhsNumberClaimCommand,
    context: CommandContext,
  ): Promise<Handled<NhsNumberClaimEvent, never>>;
  load(number: NhsNumber): Promise<Loaded<NhsNumberClaims>>;
  nameOf(number: NhsNumber): string;
}

export interface Tasks {
  handle(taskId: string, command: TaskCommand, context: CommandContext): Promise<Handled<TaskEvent, never>>;
}

/** Says what an operator should know. Never a name or a number of a person. */
export interface Notices {
  suspiciousNhsNumber(patientId: PatientId): void;
}
