import { DuplicateKey, replaceIfNewer } from '@flow/platform/documents/documents';
import type { Erasure } from '../domain/erasure';
import { gone } from './gone';
import { unclaimed } from './nhs-number-document';
import type { NoteDocument } from './note-document';
import type { ReadModel } from './read-model';

/**
 * Takes away what was made of the records of a person, whose streams went before the event at that position, and sees to it that
 * nobody who is behind brings it back. Records first: whoever writes a note looks there afterwards (`takeBackNotes`).
 */
export async function eraseDocuments(
  { patients, notes, nhsNumbers }: ReadModel,
  { patientIds, claims }: Pick<Erasure, 'patientIds' | 'claims'>,
  position: string,
): Promise<void> {
  for (const id of patientIds) await replaceIfNewer(patients.all, gone(id), 'revision');
  await notes.deleteMany({ patientId: { $in: patientIds } });
  for (const name of claims) {
    // Theirs still, where the stream went before anybody here read that they had let go of it.
    const nobodys = { _id: name, holder: { $in: [null, ...patientIds] }, position: { $lt: position } };
    try {
      await nhsNumbers.replaceOne(nobodys, unclaimed(name, position), { upsert: true });
    } catch (error) {
      // Somebody holds the number by now, or has let go of it since.
      if (!(error instanceof DuplicateKey)) throw error;
    }
  }
}

/**
 * After notes were written: those about somebody who is gone go again. The erasure does not know which notes there are, so that
 * nothing can stand in their places. But it lets nobody in first, and deletes then: a note that it did not see was written later,
 * and its writer sees here that the patient is gone. Only a writer that was stopped in between and dies just here leaves one.
 */
export async function takeBackNotes({ patients, notes }: ReadModel, written: readonly NoteDocument[]): Promise<void> {
  const about = [...new Set(written.map(({ patientId }) => patientId))];
  if (about.length === 0) return;
  const erased = await patients.all.find({ _id: { $in: about }, gone: true }, { limit: about.length });
  if (erased.length > 0) await notes.deleteMany({ patientId: { $in: erased.map(({ _id }) => _id) } });
}
