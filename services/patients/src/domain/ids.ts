import type { Brand } from '@flow/platform/values/brand';

/** A patient, as this service and all others name one. Random, so that it says nothing about the person. */
export type PatientId = Brand<'PatientId'>;

/** A note about a patient. */
export type NoteId = Brand<'NoteId'>;

/**
 * Where a telling stands among all that was told, whichever came first: text whose order is the canonical order
 * (when it occurred, when it was sent, its sequence, the event's rank, the message).
 */
export type CanonicalOrder = Brand<'CanonicalOrder'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Throws RangeError for anything but a UUID in small letters. */
export function patientId(text: string): PatientId {
  if (!UUID.test(text)) throw new RangeError('Not a patient id: a UUID in small letters is wanted.');
  return text as PatientId;
}

export const isPatientId = (text: string): text is PatientId => UUID.test(text);

/** Throws RangeError for anything but a UUID in small letters. */
export function noteId(text: string): NoteId {
  if (!UUID.test(text)) throw new RangeError('Not the id of a note: a UUID in small letters is wanted.');
  return text as NoteId;
}

/** Throws RangeError for an empty text or one of more than 400 characters. */
export function canonicalOrder(text: string): CanonicalOrder {
  if (text === '' || text.length > 400) throw new RangeError('Not a canonical order: 1 to 400 characters are wanted.');
  return text as CanonicalOrder;
}
