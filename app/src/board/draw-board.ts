import type { Instant } from '@flow/platform/time/instant';
import { ageLines } from './age-lines';
import { legendsOf } from './bed-marks';
import type { BoardState } from './board-state';
import type { WardOnBoard } from './board-document';
import { fitted, wrapped } from './fitted';
import { freeLines } from './free-lines';
import { countsHeading, wardLine } from './ward-line';

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

const byCode = (a: WardOnBoard, b: WardOnBoard): number => a.code.localeCompare(b.code, 'en', { numeric: true });

/** White on red where there are colours. */
const alarming = (text: string, { width, colours }: Drawing): string =>
  colours ? `\u001b[1;37;41m${fitted(`*** ${text}`, width)}\u001b[0m` : fitted(`*** ${text}`, width).trimEnd();

function headOf(state: BoardState, drawing: Drawing): string[] {
  const { width, now, trouble } = drawing;
  const { alarm, lines } = ageLines(state.age, now, width);
  const alarms = [
    ...(trouble === undefined ? [] : wrapped(trouble, width - 4)),
    ...(alarm === undefined ? [] : [alarm]),
  ];
  const plain = [...lines, ...freeLines(state), ...legendsOf(state)].map((line) => fitted(line, width).trimEnd());
  return [...alarms.map((line) => alarming(line, drawing)), ...plain, countsHeading(width)];
}

/** The board as lines, none wider than told. Alarms stand first: whoever looks sees them before they see a bed. */
export function drawBoard(state: BoardState, drawing: Drawing): string[] {
  const { width, height, colours } = drawing;
  const head = headOf(state, drawing);
  const wards = [...state.wards.values()].sort(byCode);
  const room = Math.max(1, height - head.length);
  const shown = wards.length > room ? wards.slice(0, room - 1) : wards;
  const rest = shown.length < wards.length ? [`and ${wards.length - shown.length} more wards`] : [];
  return [...head, ...shown.map((ward) => wardLine(ward, width, colours)), ...rest];
}
