import type { BayDescription, BedDescription, BookState, Mark, Site, WardDescription } from './state';
import type { BayId, BedId, WardId } from '../ids';
import { withBed } from './rows';

export const withSite = (state: BookState, site: Site): BookState => ({
  ...state,
  sites: state.sites.with(site.siteId, site),
});

export const withWard = (state: BookState, wardId: WardId, ward: WardDescription, mark: Mark): BookState => ({
  ...state,
  wards: state.wards.with(wardId, { ...ward, wardId, decommissioned: false, mark }),
});

export function wardDecommissioned(state: BookState, wardId: WardId, mark: Mark): BookState {
  const ward = state.wards.get(wardId);
  if (ward === undefined) return state;
  return { ...state, wards: state.wards.with(wardId, { ...ward, decommissioned: true, mark }) };
}

export const withBay = (state: BookState, bayId: BayId, bay: BayDescription, mark: Mark): BookState => ({
  ...state,
  bays: state.bays.with(bayId, { ...bay, bayId, decommissioned: false, mark }),
});

export function bayDecommissioned(state: BookState, bayId: BayId, mark: Mark): BookState {
  const bay = state.bays.get(bayId);
  if (bay === undefined) return state;
  return { ...state, bays: state.bays.with(bayId, { ...bay, decommissioned: true, mark }) };
}

/** A new bed is clean, open and empty; one that was decommissioned comes back as it was. */
export function bedRegistered(state: BookState, bedId: BedId, bed: BedDescription, mark: Mark): BookState {
  const before = state.beds.get(bedId);
  const fresh = {
    bedId,
    occupants: [],
    hold: null,
    readiness: 'clean' as const,
    readinessSince: mark.at,
    service: { state: 'open' as const },
    told: null,
    marks: { described: mark, occupancy: mark, hold: mark, readiness: mark, service: mark },
  };
  const kept = before === undefined ? fresh : { ...before, marks: { ...before.marks, described: mark } };
  return withBed(state, { ...kept, ...bed, bedId, decommissioned: false });
}

export function bedDecommissioned(state: BookState, bedId: BedId, mark: Mark): BookState {
  const bed = state.beds.get(bedId);
  if (bed === undefined) return state;
  return withBed(state, { ...bed, decommissioned: true, marks: { ...bed.marks, described: mark } });
}
