import 'reflect-metadata';
import { connectionOf } from '@flow/platform/graphql/page-info';
import { Personal } from '@flow/platform/graphql/personal';
import { DateTime } from '@flow/platform/graphql/scalars';
import { ArgsType, createUnionType, Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { NOTE_KINDS, WITHDRAWAL_REASONS, type NoteKind, type WithdrawalReason } from '../../domain/note';
import { enumOf } from './enum-of';
import { PatientsRefusal } from './patients-refusal';

export const NoteKindEnum = enumOf('NoteKind', NOTE_KINDS, 'What a note is for.');
const ReasonEnum = enumOf('NoteWithdrawalReason', WITHDRAWAL_REASONS, 'Why a note is not to be read any more.');

@ObjectType({ description: 'Words of a note that were corrected since.' })
export class NoteWording {
  @Field(() => String)
  @Personal()
  text!: string;

  @Field(() => DateTime)
  at!: string;

  @Field(() => String)
  by!: string;
}

@ObjectType({ description: 'That a note is not to be read any more.' })
export class NoteWithdrawal {
  @Field(() => ReasonEnum)
  reason!: WithdrawalReason;

  @Field(() => DateTime)
  at!: string;

  @Field(() => String)
  by!: string;
}

@ObjectType({ description: 'What somebody wrote about a patient.' })
@Directive('@key(fields: "id")')
export class Note {
  @Field(() => ID)
  id!: string;

  @Field(() => ID, { description: 'In whose record it was written; after a merge the survivor shows it, too.' })
  patientId!: string;

  @Field(() => NoteKindEnum)
  @Personal()
  kind!: NoteKind;

  @Field(() => String, {
    nullable: true,
    description: 'As it was last corrected. Null where it was withdrawn, for those who may not read that.',
  })
  @Personal()
  text!: string | null;

  @Field(() => DateTime)
  writtenAt!: string;

  @Field(() => String)
  writtenBy!: string;

  @Field(() => String, { nullable: true, description: 'For whom one of our services wrote it.' })
  onBehalfOf!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last corrected.' })
  correctedAt!: string | null;

  @Field(() => [NoteWording], {
    nullable: true,
    description: 'What it said before each correction, the first first. For those who may read that.',
  })
  earlier!: readonly NoteWording[] | null;

  @Field(() => NoteWithdrawal, { nullable: true })
  withdrawn!: NoteWithdrawal | null;

  @Field(() => String, { description: 'Send it back as expectedVersion.' })
  version!: string;
}

export const NoteConnection = connectionOf('Note', () => Note);

@ArgsType()
export class NotesArgs {
  @Field(() => Int, { defaultValue: 20 })
  first!: number;

  @Field(() => String, { nullable: true })
  after?: string | null;

  @Field(() => NoteKindEnum, { nullable: true })
  kind?: NoteKind | null;
}

@InputType({ description: 'A note to be written.' })
export class WriteNoteInput {
  @Field(() => ID, { description: 'The same key is the same note, however often it is sent.' })
  idempotencyKey!: string;

  @Field(() => ID)
  patientId!: string;

  @Field(() => NoteKindEnum)
  kind!: NoteKind;

  @Field(() => String, { description: 'At most 4,000 characters; of control characters only new lines and tabs.' })
  text!: string;

  @Field(() => String, { nullable: true, description: 'For whom; only our own services may say so.' })
  onBehalfOf?: string | null;
}

@InputType({ description: 'Other words for a note. The first are kept.' })
export class CorrectNoteInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => ID)
  noteId!: string;

  @Field(() => String, { nullable: true, description: 'The version of the note as it was shown.' })
  expectedVersion?: string | null;

  @Field(() => String)
  text!: string;
}

@InputType({ description: 'A note that is not to be read any more. It is kept.' })
export class WithdrawNoteInput {
  @Field(() => ID)
  idempotencyKey!: string;

  @Field(() => ID)
  noteId!: string;

  @Field(() => String, { nullable: true, description: 'The version of the note as it was shown.' })
  expectedVersion?: string | null;

  @Field(() => ReasonEnum)
  reason!: WithdrawalReason;
}

@ObjectType({ description: 'The note as it stands now.' })
export class NoteWritten {
  @Field(() => Note)
  note!: Note;
}

export const NoteResult = createUnionType({
  name: 'NoteResult',
  types: () => [NoteWritten, PatientsRefusal] as const,
});
