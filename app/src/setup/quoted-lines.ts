/** A line of a CSV table whose quotes are not right. */
export interface QuoteFault {
  /** The first is 1: for a quote that is never closed, or on a later line, the one where it opens. */
  readonly line: number;
  readonly message: string;
}

interface Scanned {
  readonly cells: number;
  /** A quote is open at its end. */
  readonly isOpen: boolean;
  /** A quote stands where none can: within a cell that does not begin with one, or before the end of one that does. */
  readonly isStray: boolean;
}

const OPEN =
  'A quote (") opens here that is not closed on this line. Close it: no name goes on over several lines, and a quote within a name is written "".';
const STRAY =
  'A quote (") stands in the middle of a cell here. Remove it, or put the whole cell into quotes and write "" for it.';

/** A cell from its beginning to the comma after it: in quotes, with white space around them, or without any. */
const CELL = /\s*"(?:[^"]|"")*"\s*(?=,|$)|[^",]*(?=,|$)/y;
const OPENED = /\s*"(?:[^"]|"")*$/y;

function scanned(line: string): Scanned {
  let at = 0;
  for (let cells = 1; ; cells += 1) {
    CELL.lastIndex = at;
    if (!CELL.test(line)) {
      OPENED.lastIndex = at;
      const isOpen = OPENED.test(line);
      return { cells, isOpen, isStray: !isOpen };
    }
    at = CELL.lastIndex + 1;
    if (at > line.length) return { cells, isOpen: false, isStray: false };
  }
}

/** Where the lines end that are only the rest of one with an open quote: after the one that closes it, or before a whole row. */
function restOf(lines: readonly Scanned[], open: number, cells: number): number {
  for (let index = open + 1; ; index += 1) {
    const line = lines[index];
    if (line === undefined || line.isOpen) return index;
    if (line.isStray) return index + 1;
    if (line.cells === cells) return index;
  }
}

/**
 * The text without the lines whose quotes are not right, its other lines where they were. A quote hides nothing of the lines
 * after its own: what goes on there is left out with it, and told once.
 */
export function withoutQuoteFaults(text: string): { readonly text: string; readonly faults: readonly QuoteFault[] } {
  // Lines and what ends them, in turn.
  const parts = text.split(/(\r\n|\n|\r)/);
  const lines = parts.filter((_, index) => index % 2 === 0).map(scanned);
  const faults: QuoteFault[] = [];
  for (let index = 0; index < lines.length;) {
    const line = lines[index];
    const next = line?.isOpen === true ? restOf(lines, index, lines[0]?.cells ?? 0) : index + 1;
    if (line?.isOpen === true || line?.isStray === true) {
      faults.push({ line: index + 1, message: line.isOpen ? OPEN : STRAY });
      for (let faulty = index; faulty < next; faulty += 1) parts[faulty * 2] = '';
    }
    index = next;
  }
  return { text: parts.join(''), faults };
}
