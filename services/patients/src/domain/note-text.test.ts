import { readNoteText } from './note-text';

describe('the text of a note', () => {
  it.each([
    ['Rang her daughter.', 'Rang her daughter.'],
    ['  Two lines:\r\n\tone\rtwo \n', 'Two lines:\n\tone\ntwo'],
    ['Pain 7/10 – naïve, 👩‍⚕️, Ελένη, مريم', 'Pain 7/10 – naïve, 👩‍⚕️, Ελένη, مريم'],
    ['😀'.repeat(4000), '😀'.repeat(4000)],
  ])('is taken as it was typed (%#)', (typed, text) =>
    expect(readNoteText(typed)).toStrictEqual({ valid: true, text }),
  );

  it.each([
    ['', 'NOTE_EMPTY'],
    [' \r\n\t ', 'NOTE_EMPTY'],
    ['x'.repeat(4001), 'NOTE_TOO_LONG'],
    ['a\u0000b', 'NOTE_HAS_CONTROL_CHARACTERS'],
    ['a\u001b[31mb', 'NOTE_HAS_CONTROL_CHARACTERS'],
    ['a\u0085b', 'NOTE_HAS_CONTROL_CHARACTERS'],
    ['a\u202eb', 'NOTE_HAS_CONTROL_CHARACTERS'],
    ['a\ud83db', 'NOTE_HAS_CONTROL_CHARACTERS'],
  ])('is refused where nobody could read it as it is (%#)', (typed, fault) =>
    expect(readNoteText(typed)).toStrictEqual({ valid: false, fault }),
  );
});
