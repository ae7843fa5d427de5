import type { Filter } from '@flow/platform/documents/documents';
import type { NoteList } from '../../application/ports';
import { noteIn } from '../../projections/note-document';
import type { ReadModel } from '../../projections/read-model';

/** Lists notes from the documents. */
export function noteList(current: () => ReadModel): NoteList {
  return {
    async of({ records, kinds, limit, after }) {
      const earlier: Filter =
        after === undefined
          ? {}
          : {
              $or: [
                { writtenAt: { $lt: after.writtenAt } },
                { writtenAt: after.writtenAt, _id: { $lt: after.noteId } },
              ],
            };
      const found = await current().notes.find(
        { patientId: { $in: records }, kind: { $in: kinds }, ...earlier },
        { sort: { writtenAt: -1, _id: -1 }, limit },
      );
      return found.map(noteIn);
    },
  };
}
