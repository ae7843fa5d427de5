/** C0 and C1 control characters, what turns the direction of writing round, and the separators that begin another line. */
const UNSEEN = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu;

const named = (character: string): string =>
  `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;

/**
 * One line of text as a terminal may be given it: whatever would move its cursor, clear it, begin another line or show letters
 * in another order than they stand in is named instead, as `<U+001B>`. What a sender wrote into a message reaches people who
 * decide by it, so everything that a command or the board draws of data goes through here; our own colours are put round it after.
 */
export const visible = (line: string): string => line.replaceAll(UNSEEN, named);

/** The same of text of several lines: their ends stay. */
export const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n');
