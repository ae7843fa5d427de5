import { bedMarks } from './bed-marks';
import type { WardOnBoard } from './board-document';
import { fitted } from './fitted';

const CODE_WIDTH = 6;
const NAME_WIDTH = 20;
const COLUMNS = ['in bed', 'free', 'no bed'] as const;
const COLUMN_WIDTHS = [8, 6, 8] as const;
const COUNTS_WIDTH = 22;

const inColumns = (texts: readonly string[]): string =>
  COLUMN_WIDTHS.map((width, index) => (texts[index] ?? '').padStart(width)).join('');

/** What the numbers after a ward's beds are. */
export const countsHeading = (width: number): string => `${' '.repeat(width - COUNTS_WIDTH)}${inColumns(COLUMNS)}`;

/** `A1    Acute Medical Unit   ####..   22/24     2       3`. Patients without a bed stand out, since they will want the free ones. */
export function wardLine(ward: WardOnBoard, width: number, colours: boolean): string {
  const { beds, occupied, available, waiting } = ward.counts;
  const room = width - CODE_WIDTH - NAME_WIDTH - COUNTS_WIDTH - 1;
  const left = `${fitted(ward.code, CODE_WIDTH)}${fitted(ward.name, NAME_WIDTH)} ${bedMarks(ward, room, colours)}`;
  const counts = inColumns([`${occupied}/${beds}`, String(available), waiting > 0 ? String(waiting) : '']);
  return `${left}${colours && waiting > 0 ? `\u001b[1;33m${counts}\u001b[0m` : counts.trimEnd()}`;
}
