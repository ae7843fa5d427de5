import type { Instant } from '@flow/platform/time/instant';
import { visibleText } from '../commands/visible-text';
import { ageLines } from './age-lines';
import type { BoardState } from './board-state';
import type { WardOnBoard } from './board-document';

export interface Drawing {
  readonly width: number;
  /** Lines that there is room for. */
  readonly height: number;
  readonly colours: boolean;
  /** What this machine's clock says. */
  readonly now: Instant;
  /** Said above the board's age, while no connection is there. */
  readonly trouble?: string | undefined;
}

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
const UNCONFIRMED_LEGEND = `${UNCONFIRMED} patient whom iPM does not have there, or not yet`;
const UNCERTAIN_LEGEND = `${UNCERTAIN} patient of whom a message is not understood: may be elsewhere`;
const CODE_WIDTH = 6;
const NAME_WIDTH = 20;
/** After the beds: `  22/24   2 free 12w`. */
const COUNTS_WIDTH = 20;

/** All that is drawn passes through here: what others wrote must not steer the terminal. */
function fitted(text: string, width: number): string {
  const shown = visibleText(text);
  return shown.length > width ? `${shown.slice(0, width - 1)}~` : shown.padEnd(width);
}

/** Whole words on lines of so many letters; a longer word is cut. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trimStart();
    if (lines.length > 0 && longer.length <= width) lines.splice(-1, 1, longer);
    else lines.push(fitted(word, width).trimEnd());
  }
  return lines;
}

function markOf({ label, uncertain, unconfirmedByIpm }: WardOnBoard['cells'][number]): string {
  if (uncertain) return UNCERTAIN;
  return unconfirmedByIpm ? UNCONFIRMED : (LOOKS[label] ?? UNKNOWN).mark;
}

function cellsOf({ cells }: WardOnBoard, width: number, colours: boolean): string {
  const fit = cells.length > width ? width - 1 : cells.length;
  const drawn = cells.slice(0, fit).map((cell) => {
    const { colour } = LOOKS[cell.label] ?? UNKNOWN;
    const mark = markOf(cell);
    return colours ? `\u001b[${colour}m${mark}\u001b[0m` : mark;
  });
  return `${drawn.join('')}${fit < cells.length ? '~' : ''}${' '.repeat(Math.max(0, width - cells.length))}`;
}

function wardLine(ward: WardOnBoard, { width, colours }: Drawing): string {
  const { beds, occupied, available, waiting } = ward.counts;
  const room = width - CODE_WIDTH - NAME_WIDTH - COUNTS_WIDTH - 1;
  const counts = `${String(occupied).padStart(4)}/${String(beds).padEnd(3)}${String(available).padStart(3)} free`;
  const left = `${fitted(ward.code, CODE_WIDTH)}${fitted(ward.name, NAME_WIDTH)} ${cellsOf(ward, room, colours)}`;
  return `${left}${counts}${waiting > 0 ? ` ${waiting}w` : ''}`;
}

const byCode = (a: WardOnBoard, b: WardOnBoard): number => a.code.localeCompare(b.code, 'en', { numeric: true });

/** Marks that are on the board now and then alone are explained when they are. */
function legendsOf({ wards }: BoardState): string[] {
  const cells = [...wards.values()].flatMap((ward) => ward.cells);
  return [
    LEGEND,
    ...(cells.some(({ unconfirmedByIpm }) => unconfirmedByIpm) ? [UNCONFIRMED_LEGEND] : []),
    ...(cells.some(({ uncertain }) => uncertain) ? [UNCERTAIN_LEGEND] : []),
  ];
}

/** White on red where there are colours. */
const alarming = (text: string, { width, colours }: Drawing): string =>
  colours ? `\u001b[1;37;41m${fitted(`*** ${text}`, width)}\u001b[0m` : fitted(`*** ${text}`, width).trimEnd();

function headOf(state: BoardState, drawing: Drawing): string[] {
  const { totals } = state;
  const { width, now, trouble } = drawing;
  const counts = `${totals.beds} beds: ${totals.occupied} occupied, ${totals.available} free, ${totals.reserved} reserved, ${totals.awaitingClean + totals.cleaning} to clean, ${totals.closed} closed`;
  const { alarm, lines } = ageLines(state.age, now, width);
  const alarms = [
    ...(trouble === undefined ? [] : wrapped(trouble, width - 4)),
    ...(alarm === undefined ? [] : [alarm]),
  ];
  const plain = [counts, ...lines, ...legendsOf(state)].map((line) => fitted(line, width).trimEnd());
  return [...alarms.map((line) => alarming(line, drawing)), ...plain];
}

/** The board as lines, none wider than told. Alarms stand first: whoever looks sees them before they see a bed. */
export function drawBoard(state: BoardState, drawing: Drawing): string[] {
  const head = headOf(state, drawing);
  const wards = [...state.wards.values()].sort(byCode);
  const room = Math.max(1, drawing.height - head.length - 1);
  const shown = wards.length > room ? wards.slice(0, room - 1) : wards;
  const rest = shown.length < wards.length ? [`and ${wards.length - shown.length} more wards`] : [];
  return [...head, '', ...shown.map((ward) => wardLine(ward, drawing)), ...rest];
}
