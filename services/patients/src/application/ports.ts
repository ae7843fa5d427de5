import type { CommandContext, Handled } from '@flow/platform/decider/handler';
import type { Tasks } from '@flow/platform/tasks/tasks';
import type { Origin } from '@flow/platform/event-store/event-metadata';
import type { Instant } from '@flow/platform/time/instant';
import type { Care } from '../domain/care';
import type { Identifier } from '../domain/details';
import type { Erasure, ErasureCommand, ErasureEvent, ErasureOrder, ErasureState } from '../domain/erasure';
import type { NoteId, PatientId } from '../domain/ids';
import type { NhsNumber } from '../domain/nhs-number';
import type { NhsNumberClaimCommand, NhsNumberClaimEvent, NhsNumberClaims } from '../domain/nhs-number-claim';
import type { Note, NoteCommand, NoteEvent, NoteKind, NoteRejection, NoteState } from '../domain/note';
import type { PatientCommand, PatientEvent, PatientRejection, PatientState } from '../domain/patient';
import type { Person } from '../domain/person';
import type { PatientTaskKind } from '../domain/task-kinds';

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

export type NumberOfAuthority = Pick<Identifier, 'authority' | 'value'>;

/** Which patient an identifying number names: one for ever, whoever races. */
export interface NumberClaims {
  /** The patient whom the number names; a new id where it named nobody. */
  ownerOf(number: Identifier, context: CommandContext): Promise<PatientId>;
  /** The same without claiming: undefined where the number names nobody. The patient may not be registered yet. */
  namedBy(number: NumberOfAuthority): Promise<PatientId | undefined>;
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

/** What people are asked to settle about patients. */
export type PatientTasks = Pick<Tasks<PatientTaskKind>, 'handle' | 'load'>;

/** Notes, each one stream. */
export interface Notes {
  handle(noteId: NoteId, command: NoteCommand, context: CommandContext): Promise<Handled<NoteEvent, NoteRejection>>;
  load(noteId: NoteId): Promise<Loaded<NoteState>>;
}

/** Erasures, each one stream, named by the record in use when it was ordered. */
export interface Erasures {
  handle(
    patientId: PatientId,
    command: ErasureCommand,
    context: CommandContext,
  ): Promise<Handled<ErasureEvent, 'NOT_ORDERED'>>;
  load(patientId: PatientId): Promise<Loaded<ErasureState>>;
}

/**
 * Every order of an erasure, where a restore of the event store does not reach: what an earlier copy has lost is applied again.
 * Throws EngineUnavailable and OutcomeUnknown where one of the places is away, and OperatorError for one that cannot be read.
 */
export interface ErasureOrders {
  /** Durable when it resolves. Kept twice it is there once. */
  keep(order: ErasureOrder): Promise<void>;
  all(): Promise<readonly ErasureOrder[]>;
}

/** Takes streams away that say who somebody is. All of it is safe to repeat. */
export interface RecordStreams {
  remove(patientId: PatientId): Promise<void>;
  /** The number names nobody any more, if it named one of these. */
  freeNumber(number: NumberOfAuthority, patientIds: readonly PatientId[]): Promise<void>;
  /** Takes the claims on an NHS number away, if nobody claims it. */
  removeUnclaimed(number: NhsNumber): Promise<void>;
}

export interface NoteStreams {
  /** Takes all notes about them away; gives how many went. */
  eraseAbout(patientIds: readonly PatientId[]): Promise<number>;
}

/** What other services do for an erasure. Each throws when no answer came, or one that may be another next time. */
export interface ErasurePeers {
  /** Those of them who are in, on leave or expected. */
  present(patientIds: readonly PatientId[]): Promise<readonly string[]>;
  /** Gives how many went so far. Nothing is told about these numbers until `resumeMessages`. */
  eraseMessages(erasure: Erasure, numbers: readonly NumberOfAuthority[]): Promise<number>;
  resumeMessages(erasure: Erasure): Promise<void>;
  dropDetails(erasure: Erasure): Promise<void>;
}

/** Says what an operator should know. Never a name or a number of a person. */
export interface Notices {
  suspiciousNhsNumber(patientId: PatientId): void;
}

/** What has to be known of somebody before it is told that there is somebody. */
export interface NhsNumberHolder {
  readonly restricted: boolean;
  readonly records: readonly PatientId[];
}

/** A patient as the documents show one, which may be a moment behind the streams. */
export interface FoundPatient {
  /** The patient that was asked for; another than the person's where that record was merged. */
  readonly patientId: PatientId;
  /** The person in use now. */
  readonly person: Person;
  /** The patients whose records are this person: the one in use first. */
  readonly records: readonly PatientId[];
  /** What people here recorded: consents, ways to reach the person, needs. */
  readonly care: Care;
  /** Another patient, who was told the NHS number first; null where there is none. */
  readonly nhsNumberHolder: NhsNumberHolder | null;
  /** The last event of the person's stream that the document holds. */
  readonly revision: number;
}

/** Patients by what names them. Records that were merged lead to the survivor. Undefined: nobody has it. */
export interface PatientDirectory {
  /** In the order of the ids; undefined where nobody has it. */
  byIds(patientIds: readonly PatientId[]): Promise<readonly (FoundPatient | undefined)[]>;
  /** By the number that identifies; else by a number that names one patient only elsewhere. */
  byHospitalNumber(number: NumberOfAuthority): Promise<FoundPatient | undefined>;
  /** Where several have it: the one who was told it first. */
  byNhsNumber(number: NhsNumber): Promise<FoundPatient | undefined>;
}

/** Notes as the documents show them, the newest first. */
export interface NoteList {
  of(page: NotesPage): Promise<readonly Note[]>;
}

export interface NotesPage {
  /** Written in any of these records. */
  readonly records: readonly PatientId[];
  readonly kinds: readonly NoteKind[];
  readonly limit: number;
  readonly after?: NoteCursor;
}

/** The last note seen. */
export interface NoteCursor {
  readonly writtenAt: string;
  readonly noteId: string;
}

/** People by what they are found by (`domain/search`). */
export interface PatientSearch {
  /** By their keys, each person once. */
  find(asked: SearchAsked): Promise<readonly SearchHit[]>;
}

export interface SearchAsked {
  /** Beginnings of keys. */
  readonly beginnings: readonly string[];
  readonly limit: number;
  /** The key of the last one seen. */
  readonly after?: string;
  /** Restricted people are found for whoever sees everybody; else those of these ids. Nothing else depends on any other. */
  readonly sees: 'everybody' | readonly PatientId[];
}

export interface SearchHit {
  readonly key: string;
  readonly patientId: PatientId;
}

/** Everything that was ever recorded of a patient, with who and when. */
export interface PatientLog {
  /** The oldest first; none of a patient who was never registered. */
  of(patientId: PatientId): Promise<readonly LoggedEvent[]>;
}

export interface LoggedEvent {
  readonly event: PatientEvent;
  readonly revision: number;
  readonly recordedAt: Instant;
  readonly by: string;
  readonly role: string;
  readonly onBehalfOf: string | null;
  readonly origin: Origin;
}
