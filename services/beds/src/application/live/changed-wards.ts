import { staysOf } from '../../domain/book/rows';
import { isActive, spotOf } from '../../domain/book/settle';
import type { BookState } from '../../domain/book/state';
import { patientId } from '../../domain/ids';
import { changedIds } from '../../domain/values/table';
import type { RowsOptions } from './board-rows';

/** What a view is made from, beside the details of patients. */
export type Moment = Pick<RowsOptions, 'state' | 'at' | 'parked'>;

/** Places that are new may be what stays anywhere wanted. */
function isAnotherEstate(before: BookState, now: BookState, beds: readonly string[]): boolean {
  return before.wards !== now.wards || before.bays !== now.bays || beds.some((id) => !before.beds.has(id));
}

const changedParked = (before: Moment['parked'], now: Moment['parked']): string[] =>
  [...before.keys(), ...now.keys()].filter((id) => before.get(patientId(id)) !== now.get(patientId(id)));

/** Where these beds and all stays of these patients stand in that book. */
function* standingIn(
  state: BookState,
  { beds, patients }: { beds: readonly string[]; patients: ReadonlySet<string> },
): Generator<string | null> {
  for (const id of beds) yield state.beds.get(id)?.wardId ?? null;
  for (const id of patients)
    for (const stay of staysOf(state, patientId(id))) yield spotOf(state, stay)?.wardId ?? null;
}

/** Where a bed is held for one of these patients, or a hold has come or gone with the time. */
function* heldIn({ at: from }: Moment, { state, at }: Moment, patients: ReadonlySet<string>): Generator<string> {
  for (const { hold, wardId } of state.beds.unordered()) {
    if (hold === null) continue;
    const isFor = hold.patientId !== null && patients.has(hold.patientId);
    if (isFor || isActive(hold, from) !== isActive(hold, at)) yield wardId;
  }
}

/**
 * The wards whose rows may say something else now than they did before; `all` where the estate itself has changed. `arrived`:
 * patients whose details have come since. A ward that is not among them has every row as it was.
 */
export function changedWards(before: Moment, now: Moment, arrived: ReadonlySet<string>): ReadonlySet<string> | 'all' {
  const beds = changedIds(before.state.beds, now.state.beds);
  if (isAnotherEstate(before.state, now.state, beds)) return 'all';
  const stays = changedIds(before.state.stays, now.state.stays);
  const theirs = [before, now].flatMap(({ state }) => stays.flatMap((id) => state.stays.get(id)?.patientId ?? []));
  const patients = new Set<string>([
    ...changedIds(before.state.patients, now.state.patients),
    ...changedParked(before.parked, now.parked),
    ...arrived,
    ...theirs,
  ]);
  const changed = { beds, patients };
  const wards = [
    ...standingIn(before.state, changed),
    ...standingIn(now.state, changed),
    ...heldIn(before, now, patients),
  ];
  return new Set(wards.filter((wardId) => wardId !== null));
}
