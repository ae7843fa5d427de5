import { noteDecider, type Note, type NoteEvent } from '../domain/note';

/** A note as it is listed with its patient. */
export interface NoteDocument extends Note {
  readonly _id: string;
  readonly writtenAt: string;
  readonly revision: number;
  readonly position: string;
}

export interface RecordedNoteEvent {
  readonly noteId: string;
  readonly revision: number;
  readonly position: string;
  readonly event: NoteEvent;
}

/** The document after the event. An event that the document holds already leaves it as it is. */
export function noteDocument(
  before: NoteDocument | undefined,
  { noteId, revision, position, event }: RecordedNoteEvent,
): NoteDocument {
  if (before !== undefined && revision <= before.revision) return before;
  const note = noteDecider.evolve(before === undefined ? null : noteIn(before), event);
  if (note === null) throw new Error(`Note ${noteId} was never written.`);
  return { _id: noteId, ...note, writtenAt: note.wordings[0].at, revision, position };
}

export const noteIn = ({ noteId, patientId, kind, wordings, withdrawn }: NoteDocument): Note => ({
  noteId,
  patientId,
  kind,
  wordings,
  withdrawn,
});
