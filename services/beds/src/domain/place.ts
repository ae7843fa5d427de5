import type { BayId, BedId, WardId } from './ids';

/** Where somebody says that a patient is, as finely as they say it. */
export interface Place {
  readonly wardId: WardId | null;
  readonly bayId: BayId | null;
  readonly bedId: BedId | null;
  /** Names a place of the partner that no map knows; the code itself stays at the interface. */
  readonly unmappedId: string | null;
}

export const inBed = (wardId: WardId, bayId: BayId | null, bedId: BedId): Place => ({
  wardId,
  bayId,
  bedId,
  unmappedId: null,
});

export const inWard = (wardId: WardId): Place => ({ wardId, bayId: null, bedId: null, unmappedId: null });

/** A patient whose place nobody has said. */
export const NOWHERE_SAID: Place = { wardId: null, bayId: null, bedId: null, unmappedId: null };

export const samePlace = (a: Place | null, b: Place | null): boolean =>
  a === b ||
  (a !== null &&
    b !== null &&
    a.wardId === b.wardId &&
    a.bayId === b.bayId &&
    a.bedId === b.bedId &&
    a.unmappedId === b.unmappedId);

export const sameWard = (a: Place, b: Place): boolean => a.wardId !== null && a.wardId === b.wardId;

/** Says no more than the other, and nothing against it: the same ward and no bed, or the same bay and no bed. */
export const coarserThan = (a: Place, b: Place): boolean =>
  sameWard(a, b) && a.bedId === null && (a.bayId === null || a.bayId === b.bayId);
