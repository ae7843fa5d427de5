import { visibleText } from '../commands/visible-text';

/** All that is drawn passes through here: what others wrote must not steer the terminal. */
export function fitted(text: string, width: number): string {
  const shown = visibleText(text);
  return shown.length > width ? `${shown.slice(0, width - 1)}~` : shown.padEnd(width);
}

/** Whole words on lines of so many letters; a longer word is cut. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trimStart();
    if (lines.length > 0 && longer.length <= width) lines.splice(-1, 1, longer);
    else lines.push(fitted(word, width).trimEnd());
  }
  return lines;
}
