import type { CommandContext, Handled } from '@flow/platform/decider/handler';
import { derivedId } from '@flow/platform/ids/ids';
import { isPatientId, noteId, type NoteId, type PatientId } from '../domain/ids';
import type { Note, NoteCommand, NoteEvent, NoteKind, NoteRejection } from '../domain/note';
import { readNoteText, type NoteTextFault } from '../domain/note-text';
import type { Loaded, Notes, Patients } from './ports';

export interface NoteDeps {
  readonly notes: Notes;
  readonly patients: Patients;
}

/** Why a note was not taken. */
export type NoteRefusal =
  | NoteRejection
  | { readonly code: NoteTextFault | 'PATIENT_UNKNOWN' | 'IDEMPOTENCY_KEY_REUSED' | 'EXPIRED' | 'CONTENDED' };

export type NoteOutcome =
  { readonly outcome: 'done'; readonly note: Note } | { readonly outcome: 'refused'; readonly refusal: NoteRefusal };

/** What somebody means to write about a patient, as it was typed. */
export interface Writing {
  readonly patientId: PatientId;
  readonly kind: NoteKind;
  readonly typed: string;
  readonly by: string;
  readonly onBehalfOf?: string;
  readonly at: NoteEvent['at'];
}

const refused = (refusal: NoteRefusal): NoteOutcome => ({ outcome: 'refused', refusal });

/** Writes a note once for its command: the note's id follows from it. */
export async function writeNote(
  deps: NoteDeps,
  { typed, ...writing }: Writing,
  context: CommandContext,
): Promise<NoteOutcome> {
  const reading = readNoteText(typed);
  if (!reading.valid) return refused({ code: reading.fault });
  if ((await deps.patients.load(writing.patientId)).state === null) return refused({ code: 'PATIENT_UNKNOWN' });
  const id = noteId(derivedId(context.commandId, 'note'));
  const command = { type: 'WriteNote', noteId: id, text: reading.text, ...writing } as const;
  return answer(deps, id, await deps.notes.handle(id, command, context));
}

/** A word on a note that is there already: the correction as typed, or its withdrawal. */
export type AmendingNote =
  | (Omit<Extract<NoteCommand, { readonly type: 'CorrectNote' }>, 'text'> & { readonly typed: string })
  | Extract<NoteCommand, { readonly type: 'WithdrawNote' }>;

export async function amendNote(
  deps: NoteDeps,
  id: NoteId,
  amending: AmendingNote,
  context: CommandContext,
): Promise<NoteOutcome> {
  if (amending.type === 'WithdrawNote') return answer(deps, id, await deps.notes.handle(id, amending, context));
  const { typed, ...correcting } = amending;
  const reading = readNoteText(typed);
  if (!reading.valid) return refused({ code: reading.fault });
  return answer(deps, id, await deps.notes.handle(id, { ...correcting, text: reading.text }, context));
}

async function answer(
  { notes }: NoteDeps,
  id: NoteId,
  handled: Handled<NoteEvent, NoteRejection>,
): Promise<NoteOutcome> {
  switch (handled.outcome) {
    case 'done':
      return { outcome: 'done', note: await written(notes, id) };
    case 'rejected':
      return refused(handled.rejection);
    case 'key-reused':
      return refused({ code: 'IDEMPOTENCY_KEY_REUSED' });
    case 'expired':
      return refused({ code: 'EXPIRED' });
    case 'contended':
      return refused({ code: 'CONTENDED' });
  }
}

async function written(notes: Notes, id: NoteId): Promise<Note> {
  const { state }: Loaded<Note | null> = await notes.load(id);
  if (state === null) throw new Error(`Note ${id} was written and is not there.`);
  return state;
}

/** A note by its id, as fresh as its last event. Undefined where there is none. */
export async function noteOf({ notes }: Pick<NoteDeps, 'notes'>, id: string): Promise<Note | undefined> {
  return isPatientId(id) ? ((await notes.load(noteId(id))).state ?? undefined) : undefined;
}
