import type { BoardState } from './board-state';
import type { WardOnBoard } from './board-document';

/** Where nobody is admitted to stay: trolleys, chairs and beds at home are no beds for the patient at the door. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  EMERGENCY: 'emergency',
  DAY: 'day units',
  VIRTUAL: 'virtual wards',
};

interface Free {
  readonly free: number;
  readonly surge: number;
  readonly noBed: number;
}

const freeIn = (wards: readonly WardOnBoard[]): Free =>
  wards.reduce(
    ({ free, surge, noBed }, { counts }) => ({
      free: free + counts.available,
      surge: surge + counts.surge,
      noBed: noBed + counts.waiting,
    }),
    { free: 0, surge: 0, noBed: 0 },
  );

function inpatientLine(wards: readonly WardOnBoard[]): string {
  const { free, surge, noBed } = freeIn(wards);
  const more = surge > 0 ? ` + ${surge} surge` : '';
  const short = noBed > free ? `${noBed - free} too few` : `${free - noBed} left`;
  return `Inpatient beds: ${free} free${more}; ${noBed} patients there have no bed${noBed > 0 ? `: ${short}` : ''}`;
}

function elsewhereLine(wards: readonly WardOnBoard[]): string {
  const kinds = [...new Set(wards.map(({ kind }) => kind))];
  const told = kinds.map((kind) => {
    const { free, surge, noBed } = freeIn(wards.filter((ward) => ward.kind === kind));
    return `${ELSEWHERE[kind] ?? kind} ${free + surge} free${noBed > 0 ? `, ${noBed} without a place` : ''}`;
  });
  return `Not counted there: ${told.join('; ')}`;
}

/** The hospital in counts: all its beds, those that somebody can be admitted to, and trolleys, chairs and the like apart. */
export function freeLines({ wards, totals }: BoardState): string[] {
  const all = [...wards.values()];
  const elsewhere = all.filter(({ kind }) => kind in ELSEWHERE);
  const toClean = totals.awaitingClean + totals.cleaning;
  return [
    `${totals.beds} beds and places: ${totals.occupied} occupied, ${totals.reserved} reserved, ${toClean} to clean, ${totals.closed} closed`,
    inpatientLine(all.filter(({ kind }) => !(kind in ELSEWHERE))),
    ...(elsewhere.length > 0 ? [elsewhereLine(elsewhere)] : []),
  ];
}
