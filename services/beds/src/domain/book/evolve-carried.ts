import type { CarriedEvent } from './events';
import { withBed, withPatient, withStay } from './rows';
import type { BookState } from './state';

/** Rows of the book before, as they stood: with their marks, so that what a person saw then can still be compared. */
export function carried(state: BookState, event: Exclude<CarriedEvent, { type: 'CountCarried' }>): BookState {
  let next = state;
  switch (event.type) {
    case 'SitesCarried':
      for (const site of event.sites) next = { ...next, sites: next.sites.with(site.siteId, site) };
      return next;
    case 'WardCarried':
      if (event.ward !== null) next = { ...next, wards: next.wards.with(event.ward.wardId, event.ward) };
      for (const bay of event.bays) next = { ...next, bays: next.bays.with(bay.bayId, bay) };
      for (const bed of event.beds) next = withBed(next, bed);
      for (const stay of event.stays) next = withStay(next, stay);
      return next;
    case 'PatientsCarried':
      for (const patient of event.patients) next = withPatient(next, patient);
      for (const merge of event.merges) next = { ...next, merges: next.merges.with(merge.retiredId, merge) };
      return next;
  }
}
