/**
 * What a terminal obeys instead of showing it: control characters, escape sequences' first among them, line and paragraph
 * separators, and the marks that turn the direction of writing.
 */
const OBEYED = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u;
const EACH_OBEYED = new RegExp(OBEYED, 'gu');

export const holdsUnseen = (text: string): boolean => OBEYED.test(text);

/**
 * The text with each such character written as `\u001b`: what somebody else wrote cannot move the cursor or hide a line. All
 * that a command or the board shows of data goes through here; colours of our own are put round it after.
 */
export const visibleText = (text: string): string =>
  text.replace(EACH_OBEYED, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
