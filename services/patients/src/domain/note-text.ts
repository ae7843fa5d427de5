import type { Brand } from '@flow/platform/values/brand';

/** What somebody wrote about a patient: the only free text of this product, and kept in `note-` streams alone. */
export type NoteText = Brand<'NoteText'>;

export type NoteTextFault = 'NOTE_EMPTY' | 'NOTE_TOO_LONG' | 'NOTE_HAS_CONTROL_CHARACTERS';

export type NoteTextReading =
  { readonly valid: true; readonly text: NoteText } | { readonly valid: false; readonly fault: NoteTextFault };

/** Counted as people count: a character outside the basic plane is one. */
export const LONGEST_NOTE = 4000;

/** Whatever a screen would not show as it is: controls but new line and tab, marks that turn the order of reading, halves of characters. */
const UNSHOWN = /[\p{Cs}\u202A-\u202E\u2066-\u2069]|(?![\n\t])\p{Cc}/u;

/** Reads a note as it was typed. Line ends of any system are new lines; blanks around it are left out. */
export function readNoteText(typed: string): NoteTextReading {
  const text = typed.replace(/\r\n?/g, '\n').trim();
  if (text === '') return { valid: false, fault: 'NOTE_EMPTY' };
  if (Array.from(text).length > LONGEST_NOTE) return { valid: false, fault: 'NOTE_TOO_LONG' };
  if (UNSHOWN.test(text)) return { valid: false, fault: 'NOTE_HAS_CONTROL_CHARACTERS' };
  return { valid: true, text: text as NoteText };
}
