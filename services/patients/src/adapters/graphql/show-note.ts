import type { Identity } from '@flow/platform/security/identity';
import { may } from '@flow/schema/rights';
import { changesOf, currentWording, NOTE_KINDS, type Note as KeptNote, type NoteKind } from '../../domain/note';
import { Note, NoteWithdrawal, NoteWording } from './note-types';

/** The kinds of notes that somebody may read. */
export const kindsFor = ({ roles }: Identity): readonly NoteKind[] =>
  NOTE_KINDS.filter((kind) =>
    kind === 'BREAK_GLASS_REASON'
      ? may(roles, 'patients.see-break-glass-reasons')
      : may(roles, 'patients.see-notes') || may(roles, 'patients.amend-notes'),
  );

/** The note for somebody who may read its kind. What was corrected or withdrawn is for its author and for whoever amends notes. */
export function noteFor({ roles, subject }: Identity, note: KeptNote): Note {
  const { wordings, withdrawn } = note;
  const [first] = wordings;
  const mayReadAll = may(roles, 'patients.amend-notes') || subject === first.by || subject === first.onBehalfOf;
  const current = currentWording(note);
  return Object.assign(new Note(), {
    id: note.noteId,
    patientId: note.patientId,
    kind: note.kind,
    text: withdrawn === null || mayReadAll ? current.text : null,
    writtenAt: first.at,
    writtenBy: first.by,
    onBehalfOf: first.onBehalfOf ?? null,
    correctedAt: current === first ? null : current.at,
    earlier: mayReadAll
      ? wordings.slice(0, -1).map(({ text, at, by }) => Object.assign(new NoteWording(), { text, at, by }))
      : null,
    withdrawn: withdrawn && Object.assign(new NoteWithdrawal(), withdrawn),
    version: String(changesOf(note)),
  });
}
