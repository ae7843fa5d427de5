import { canonicalOrder, type CanonicalOrder, type PatientId } from '../ids';
import { samePlace, sameWard } from '../place';
import type { Deed } from '../stay/deed';
import type { ToldStay, ToldStep } from '../stay/told-stay';
import { weighed, type Ours, type Theirs, type Whereabouts } from '../stay/whereabouts';
import { same } from '../values/same';
import type { OccupancyEvent } from './events';
import { staysOf, survivorOf } from './rows';
import type { Asking } from './settle';
import type { BookState, BookStay } from './state';

type StayReconciled = Extract<OccupancyEvent, { type: 'StayReconciled' }>;

/** An attendance that is no stay in the hospital has left it, as far as beds go. */
function stepsFor(told: ToldStay): readonly ToldStep[] {
  const last = told.steps.at(-1);
  if (told.present || last === undefined || last.kind === 'left' || last.kind === 'cancelled') return told.steps;
  const { occurredAt, messageId } = last;
  return [...told.steps, { kind: 'left', order: canonicalOrder(`${last.order}~`), occurredAt, messageId }];
}

function deedsOf(told: ToldStay, ...stays: readonly (BookStay | undefined)[]): Deed[] {
  const withdrawn = new Set([...told.withdrawn, ...stays.flatMap((stay) => stay?.withdrawn ?? [])]);
  const deeds = new Map(
    [...told.deeds, ...stays.flatMap((stay) => stay?.deeds ?? [])].map((deed) => [deed.deedId, deed]),
  );
  return [...deeds.values()]
    .filter(({ deedId }) => !withdrawn.has(deedId))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
}

/** The stay that our people began for this patient before iPM told of it. */
function provisionalOf(state: BookState, patientId: PatientId, told: ToldStay): BookStay | undefined {
  if (state.stays.has(told.stayId) || !told.present) return undefined;
  return staysOf(state, patientId).find((stay) => stay.theirs === null && stay.began === null);
}

/** iPM says late that the patient was elsewhere before the ward moved them: ours stands, and somebody has to look. */
function lateContradiction(known: BookStay | undefined, theirs: Theirs | null, ours: Ours): CanonicalOrder | null {
  if (known === undefined || theirs?.state !== 'placed' || ours.place === null) return null;
  if (known.disputed === theirs.order) return known.disputed;
  const isNews = !samePlace(known.theirs?.place ?? null, theirs.place);
  const isOlder = ours.confirmed && theirs.order < ours.order;
  return isNews && isOlder && !sameWard(theirs.place, ours.place) ? theirs.order : null;
}

function disputeOf(known: BookStay | undefined, { theirs, disputed }: Whereabouts, ours: Ours): CanonicalOrder | null {
  const open = disputed ?? lateContradiction(known, theirs, ours);
  return open !== null && open > (known?.settled ?? '') ? open : null;
}

/** Nobody says anything of the stay any more: what was told has been withdrawn. */
const nowhere = (stay: BookStay): Ours => ({ ...stay.ours, place: null, confirmed: false, sharing: false });

/** The part of the row that reconciling may change. */
const factsOf = (stay: BookStay) => ({
  patientId: stay.patientId,
  began: stay.began,
  theirs: stay.theirs,
  ours: stay.ours,
  base: stay.base,
  disputed: stay.disputed,
  leave: stay.leave,
  deeds: stay.deeds,
  withdrawn: stay.withdrawn,
  remarks: stay.remarks,
});

interface Parties {
  readonly known: BookStay | undefined;
  readonly provisional: BookStay | undefined;
  readonly patientId: PatientId;
}

/** What the record of the stay has to say now. Undefined: the stay is none of the book's business. */
function factsNow(told: ToldStay, { known, provisional, patientId }: Parties, isDead: boolean) {
  const deeds = deedsOf(told, known, provisional);
  const where = weighed(stepsFor(told), deeds, isDead);
  const ours = where.ours ?? (known === undefined ? undefined : nowhere(known));
  if (ours === undefined || (known === undefined && ours.place === null)) return undefined;
  const withdrawn = [told.withdrawn, known?.withdrawn ?? [], provisional?.withdrawn ?? []].flat();
  return {
    patientId,
    began: told.began,
    theirs: where.theirs,
    ours,
    base: where.base,
    disputed: disputeOf(known, where, ours),
    leave: where.leave,
    deeds,
    withdrawn: [...new Set(withdrawn)].sort(),
    remarks: told.remarks,
  };
}

/**
 * What iPM's word, as folded, changes in our record of the stay. Nothing for a stay that is none of the book's business,
 * and nothing by a fold that is older than the one we have.
 */
export function reconciled(state: BookState, told: ToldStay, { by, at }: Asking): StayReconciled[] {
  const known = state.stays.get(told.stayId);
  if (known !== undefined && told.folded < known.folded) return [];
  const patientId = survivorOf(state, told.patientId);
  const provisional = provisionalOf(state, patientId, told);
  const isDead = state.patients.get(patientId)?.deceased ?? false;
  const facts = factsNow(told, { known, provisional, patientId }, isDead);
  if (facts === undefined || (known !== undefined && same(factsOf(known), facts))) return [];
  const joins = provisional?.stayId ?? null;
  return [{ type: 'StayReconciled', stayId: told.stayId, ...facts, folded: told.folded, joins, by, at }];
}
