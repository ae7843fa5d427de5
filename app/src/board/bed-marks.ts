import type { BoardState } from './board-state';
import type { WardOnBoard } from './board-document';

interface Look {
  readonly mark: string;
  /** ANSI colour. */
  readonly colour: number;
}

const LOOKS: Readonly<Record<string, Look>> = {
  OCCUPIED: { mark: '#', colour: 34 },
  OCCUPIED_ON_LEAVE: { mark: 'l', colour: 36 },
  AVAILABLE: { mark: '.', colour: 32 },
  SURGE: { mark: '+', colour: 32 },
  RESERVED: { mark: 'r', colour: 35 },
  AWAITING_CLEAN: { mark: 'd', colour: 33 },
  CLEANING: { mark: 'c', colour: 33 },
  CLOSED: { mark: 'x', colour: 31 },
  CLOSED_OCCUPIED: { mark: 'X', colour: 31 },
};
/** Somebody is in the bed whom iPM does not have there. */
const UNCONFIRMED = '=';
/** A message about whoever is in the bed is not understood. It says more than that iPM has not confirmed them. */
const UNCERTAIN = '!';
const UNKNOWN: Look = { mark: '?', colour: 37 };

const LEGEND = '# patient  l on leave  . free  + surge  r reserved  d dirty  c cleaning  x shut';
const NO_BED_LEGEND = 'no bed: patients in the ward whose bed nobody has told; they may be in free ones';
const UNCONFIRMED_LEGEND = `${UNCONFIRMED} patient whom iPM does not have there, or not yet`;
const UNCERTAIN_LEGEND = `${UNCERTAIN} patient of whom a message is not understood: may be elsewhere`;

function markOf({ label, uncertain, unconfirmedByIpm }: WardOnBoard['cells'][number]): string {
  if (uncertain) return UNCERTAIN;
  return unconfirmedByIpm ? UNCONFIRMED : (LOOKS[label] ?? UNKNOWN).mark;
}

/** A ward's beds, a mark each; `~` where there are more than fit. */
export function bedMarks({ cells }: WardOnBoard, width: number, colours: boolean): string {
  const fit = cells.length > width ? width - 1 : cells.length;
  const drawn = cells.slice(0, fit).map((cell) => {
    const { colour } = LOOKS[cell.label] ?? UNKNOWN;
    const mark = markOf(cell);
    return colours ? `\u001b[${colour}m${mark}\u001b[0m` : mark;
  });
  return `${drawn.join('')}${fit < cells.length ? '~' : ''}${' '.repeat(Math.max(0, width - cells.length))}`;
}

/** What is on the board now and then alone is explained when it is. */
export function legendsOf({ wards }: BoardState): string[] {
  const all = [...wards.values()];
  const cells = all.flatMap((ward) => ward.cells);
  return [
    LEGEND,
    ...(all.some(({ counts }) => counts.waiting > 0) ? [NO_BED_LEGEND] : []),
    ...(cells.some(({ unconfirmedByIpm }) => unconfirmedByIpm) ? [UNCONFIRMED_LEGEND] : []),
    ...(cells.some(({ uncertain }) => uncertain) ? [UNCERTAIN_LEGEND] : []),
  ];
}
