import { unreachable } from '@flow/platform/decider/decider';
import type { EventCodec } from '@flow/platform/decider/event-codec';
import { z } from 'zod';
import { noteId } from '../../domain/ids';
import { NOTE_KINDS, WITHDRAWAL_REASONS, type NoteEvent } from '../../domain/note';
import { readNoteText, type NoteText } from '../../domain/note-text';
import { asJson, decodeStored, parseData } from './stored-event';
import { instantSchema, parsedBy, patientIdSchema } from './basic-values';

const textSchema = z.string().transform((typed, context): NoteText => {
  const reading = readNoteText(typed);
  if (reading.valid) return reading.text;
  context.addIssue({ code: 'custom', message: reading.fault });
  return z.NEVER;
});
const signed = { by: z.string(), onBehalfOf: z.string().exactOptional(), at: instantSchema };
const written = z.object({
  noteId: parsedBy(noteId),
  patientId: patientIdSchema,
  kind: z.enum(NOTE_KINDS),
  text: textSchema,
  ...signed,
});
const corrected = z.object({ text: textSchema, ...signed });
const withdrawn = z.object({ reason: z.enum(WITHDRAWAL_REASONS), ...signed });

/** Every shape ever written, oldest first. A line here is never changed or removed: the streams still have it. */
const decoders: Readonly<Record<string, (data: unknown) => NoteEvent>> = {
  'note-written.v1': (data) => ({ type: 'NoteWritten', ...parseData(written, data) }),
  'note-corrected.v1': (data) => ({ type: 'NoteCorrected', ...parseData(corrected, data) }),
  'note-withdrawn.v1': (data) => ({ type: 'NoteWithdrawn', ...parseData(withdrawn, data) }),
};

function storedName(type: NoteEvent['type']): string {
  switch (type) {
    case 'NoteWritten':
      return 'note-written.v1';
    case 'NoteCorrected':
      return 'note-corrected.v1';
    case 'NoteWithdrawn':
      return 'note-withdrawn.v1';
    default:
      return unreachable(type);
  }
}

export const noteEventCodec: EventCodec<NoteEvent> = {
  encode: ({ type, ...data }) => ({ type: storedName(type), schemaVersion: 1, data: asJson(data) }),
  decode: (stored) => decodeStored(decoders, stored),
};
