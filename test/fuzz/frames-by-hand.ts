/**
 * The frames of a whole stream, found in another way than the scanner's: by looking for their ends in a text of one character a
 * byte. A frame begins at VT, or at MSH where nothing but blanks stand before it; it ends at FS CR.
 */
export function framesByHand(stream: string): readonly string[] {
  const frames: string[] = [];
  let left = stream;
  for (;;) {
    const begin = beginOf(left);
    const end = begin < 0 ? -1 : left.indexOf('\x1c\r', begin);
    if (end < 0) return frames;
    const frame = left.slice(begin, end);
    const another = frame.lastIndexOf('\x0bMSH');
    frames.push(another < 0 ? frame : frame.slice(another + 1));
    left = left.slice(end + 2);
  }
}

/** Stray text ends where a frame would, and after its end a frame may lack its VT again. */
function beginOf(text: string): number {
  const bare = /^[\r\n \t\0\x1c]*MSH/.exec(text);
  if (bare) return bare[0].length - 3;
  const begin = text.indexOf('\x0b');
  const stray = /[^\r\n \t\0\x1c]/.exec(text)?.index ?? text.length;
  const strayEnd = text.indexOf('\x1c\r', stray);
  if (strayEnd < 0 || (begin >= 0 && begin < strayEnd)) return begin < 0 ? -1 : begin + 1;
  const after = beginOf(text.slice(strayEnd + 2));
  return after < 0 ? -1 : after + strayEnd + 2;
}
