import { spotOf } from '../../domain/book/settle';
import type { BookState, BookStay } from '../../domain/book/state';
import { same } from '../../domain/values/same';
import { changedWards } from './changed-wards';
import {
  bedInputs,
  bedRow,
  occupantInputs,
  occupantRow,
  type BedRow,
  type OccupantRow,
  type RowsOptions,
  type WardRows,
} from './board-rows';

/** Something shown, and the stamp of the view in which it last changed. */
export interface Stamped<Row> {
  readonly row: Row;
  readonly stamp: string;
  /** What the row was made from: while that is the same, nobody looks at the row. */
  readonly inputs: readonly unknown[];
}

export interface WardView {
  readonly wardId: string;
  /** The ward itself, its bays, and which beds it has. */
  readonly described: Stamped<Pick<WardRows, 'ward' | 'bays'>>;
  readonly beds: ReadonlyMap<string, Stamped<BedRow>>;
  /** Beds that it no longer has. */
  readonly removed: ReadonlyMap<string, string>;
  readonly waiting: Stamped<readonly OccupantRow[]>;
  /** Beds whose patients may be elsewhere: what a board without names shows of it. */
  readonly uncertain: Stamped<readonly string[]>;
  /** The latest stamp of all in it. */
  readonly stamp: string;
}

/** The whole board at one moment. It never changes: the next moment is another view. */
export interface BoardView {
  /** Grows with every change of the board: text order is the order of views of one instance. */
  readonly stamp: string;
  readonly wards: ReadonlyMap<string, WardView>;
  /** The book it was made from, and when. */
  readonly state: BookState;
  readonly at: RowsOptions['at'];
  /** Those of whom messages are parked, by who they are now. */
  readonly parked: RowsOptions['parked'];
}

const sameInputs = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, index) => one === b[index]);

/** The row as it was, where what it is made from is as it was; else a new one, stamped if it says anything else. */
function stamped<Row>(
  before: Stamped<Row> | undefined,
  inputs: readonly unknown[],
  make: () => Row,
  stamp: string,
): Stamped<Row> {
  if (before !== undefined && sameInputs(before.inputs, inputs)) return before;
  const row = make();
  return before !== undefined && same(before.row, row) ? { ...before, inputs } : { row, stamp, inputs };
}

type IsWanted = (wardId: string) => boolean;

function put<Row>(wards: Map<string, Row[]>, wardId: string, row: Row): void {
  const there = wards.get(wardId);
  if (there === undefined) wards.set(wardId, [row]);
  else there.push(row);
}

function inWaiting(state: BookState, isWanted: IsWanted): ReadonlyMap<string, readonly BookStay[]> {
  const wards = new Map<string, BookStay[]>();
  for (const stay of state.stays.unordered()) {
    if (stay.bedId !== null) continue;
    const wardId = spotOf(state, stay)?.wardId ?? null;
    if (wardId !== null && isWanted(wardId)) put(wards, wardId, stay);
  }
  for (const there of wards.values()) there.sort((a, b) => (a.stayId < b.stayId ? -1 : 1));
  return wards;
}

function bedsByWard(state: BookState, isWanted: IsWanted): ReadonlyMap<string, readonly BedRow['bed'][]> {
  const wards = new Map<string, BedRow['bed'][]>();
  for (const bed of state.beds.unordered())
    if (!bed.decommissioned && isWanted(bed.wardId)) put(wards, bed.wardId, bed);
  for (const there of wards.values()) there.sort((a, b) => (a.bedId < b.bedId ? -1 : 1));
  return wards;
}

const latest = (stamps: Iterable<string>): string => [...stamps].reduce((best, one) => (one > best ? one : best), '');

function removedFrom(before: WardView | undefined, beds: WardView['beds'], stamp: string): ReadonlyMap<string, string> {
  const removed = new Map([...(before?.removed ?? [])].filter(([id]) => !beds.has(id)));
  for (const id of before?.beds.keys() ?? []) if (!beds.has(id)) removed.set(id, stamp);
  return removed;
}

/** What of the book stands in one ward. */
interface InWard {
  readonly ward: WardRows['ward'];
  readonly bays: WardRows['bays'];
  readonly beds: readonly BedRow['bed'][];
  readonly waiting: readonly BookStay[];
}

const isUncertain = ({ row }: Stamped<BedRow>): boolean => row.occupants.some((one) => one.uncertainSince !== null);

const uncertainIn = (beds: WardView['beds']): string[] =>
  [...beds].flatMap(([bedId, bed]) => (isUncertain(bed) ? [bedId] : []));

function wardView(before: WardView | undefined, { ward, bays, ...there }: InWard, options: RowsOptions, stamp: string) {
  const described = stamped(before?.described, [ward, ...bays], () => ({ ward, bays }), stamp);
  const beds = new Map<string, Stamped<BedRow>>(
    there.beds.map((bed) => [
      bed.bedId,
      stamped(before?.beds.get(bed.bedId), bedInputs(options, bed), () => bedRow(options, bed), stamp),
    ]),
  );
  const removed = removedFrom(before, beds, stamp);
  const inputs = there.waiting.flatMap((stay) => occupantInputs(options, stay));
  const rows = () => there.waiting.map((stay) => occupantRow(options, stay));
  const waiting = stamped(before?.waiting, inputs, rows, stamp);
  const uncertain = stamped(before?.uncertain, uncertainIn(beds), () => uncertainIn(beds), stamp);
  const stamps = [described.stamp, waiting.stamp, ...removed.values(), ...[...beds.values()].map((one) => one.stamp)];
  return { wardId: ward.wardId, described, beds, removed, waiting, uncertain, stamp: latest(stamps) };
}

/**
 * The view of this moment. What is as it was keeps its stamp; what has changed gets this one. `arrived`: whose details have come
 * since the view before; not told, every ward is looked at.
 */
export function nextView(
  before: BoardView | undefined,
  { arrived, ...options }: RowsOptions & { readonly arrived?: ReadonlySet<string> },
  stamp: string,
): BoardView {
  const { state, at, parked } = options;
  const changed = before === undefined || arrived === undefined ? 'all' : changedWards(before, options, arrived);
  const asBefore = (wardId: string) =>
    changed === 'all' || changed.has(wardId) ? undefined : before?.wards.get(wardId);
  const isWanted: IsWanted = (wardId) => asBefore(wardId) === undefined;
  const [waiting, beds] = [inWaiting(state, isWanted), bedsByWard(state, isWanted)];
  const bays = state.bays.rows().filter(({ decommissioned }) => !decommissioned);
  const wards = new Map<string, WardView>();
  for (const ward of state.wards.rows()) {
    if (ward.decommissioned) continue;
    const { wardId } = ward;
    const known = asBefore(wardId);
    if (known !== undefined) {
      wards.set(wardId, known);
      continue;
    }
    const there = {
      ward,
      bays: bays.filter((bay) => bay.wardId === wardId),
      beds: beds.get(wardId) ?? [],
      waiting: waiting.get(wardId) ?? [],
    };
    wards.set(wardId, wardView(before?.wards.get(wardId), there, options, stamp));
  }
  return { stamp, wards, state, at, parked };
}

/** Everybody of whom the board shows something, with the revision that the book has noted. */
export function shownPatients(state: BookState): ReadonlyMap<string, number> {
  const shown = new Map<string, number>();
  const add = (patientId: string | null): void => {
    if (patientId !== null) shown.set(patientId, state.patients.get(patientId)?.revision ?? 0);
  };
  for (const stay of state.stays.unordered()) add(stay.patientId);
  for (const bed of state.beds.unordered()) add(bed.hold?.patientId ?? null);
  return shown;
}
