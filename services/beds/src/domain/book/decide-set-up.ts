import { accept } from '@flow/platform/decider/decider';
import type { BayId, BedId, WardId } from '../ids';
import { same } from '../values/same';
import { nowIn, refuse, type BookDecision } from './asking';
import type { SetUpCommand } from './commands';
import { bayDescription, bedDescription, wardDescription } from './descriptions';
import { evolve } from './evolve';
import { isActive, settled } from './settle';
import type { BookEvent } from './events';
import type { Bed, BedDescription, BookState } from './state';

type Of<Type extends SetUpCommand['type']> = Extract<SetUpCommand, { type: Type }>;

function registerSite(
  { type, site, by, at: asked }: Of<'RegisterSite' | 'DescribeSite'>,
  state: BookState,
): BookDecision {
  const at = nowIn(state, asked);
  const known = state.sites.get(site.siteId);
  if (same(known, site)) return accept();
  if (type === 'DescribeSite')
    return known === undefined ? refuse('SITE_UNKNOWN') : accept({ type: 'SiteDescribed', site, by, at });
  return known === undefined
    ? accept({ type: 'SiteRegistered', site, by, at })
    : refuse('ALREADY_REGISTERED_OTHERWISE');
}

function registerWard(command: Of<'RegisterWard'>, state: BookState): BookDecision {
  const { wardId, by } = command;
  const known = state.wards.get(wardId);
  const ward = wardDescription(command.ward);
  if (!state.sites.has(ward.siteId)) return refuse('SITE_UNKNOWN');
  if (known !== undefined && !known.decommissioned) {
    return same(wardDescription(known), ward) ? accept() : refuse('ALREADY_REGISTERED_OTHERWISE');
  }
  return accept({ type: 'WardRegistered', wardId, ward, by, at: nowIn(state, command.at) });
}

function describeWard(command: Of<'DescribeWard'>, state: BookState): BookDecision {
  const { wardId, by } = command;
  const known = state.wards.get(wardId);
  const ward = wardDescription(command.ward);
  if (known === undefined || known.decommissioned) return refuse('WARD_UNKNOWN');
  if (!state.sites.has(ward.siteId)) return refuse('SITE_UNKNOWN');
  if (same(wardDescription(known), ward)) return accept();
  return accept({ type: 'WardDescribed', wardId, ward, by, at: nowIn(state, command.at) });
}

const isInUse = (row: { readonly decommissioned: boolean }): boolean => !row.decommissioned;

function wardHasAnything(state: BookState, wardId: WardId): boolean {
  return (
    state.bays.rows().some((bay) => bay.wardId === wardId && isInUse(bay)) ||
    state.beds.rows().some((bed) => bed.wardId === wardId && isInUse(bed)) ||
    state.stays.rows().some((stay) => stay.ours.place?.wardId === wardId)
  );
}

function decommissionWard({ wardId, by, at }: Of<'DecommissionWard'>, state: BookState): BookDecision {
  const known = state.wards.get(wardId);
  if (known === undefined) return refuse('WARD_UNKNOWN');
  if (known.decommissioned) return accept();
  if (wardHasAnything(state, wardId)) return refuse('WARD_NOT_EMPTY');
  return accept({ type: 'WardDecommissioned', wardId, by, at: nowIn(state, at) });
}

const isWardInUse = (state: BookState, wardId: WardId): boolean => state.wards.get(wardId)?.decommissioned === false;

const bayHasBeds = (state: BookState, bayId: BayId): boolean =>
  state.beds.rows().some((bed) => bed.bayId === bayId && isInUse(bed));

function registerBay(command: Of<'RegisterBay'>, state: BookState): BookDecision {
  const { bayId, by } = command;
  const known = state.bays.get(bayId);
  const bay = bayDescription(command.bay);
  if (!isWardInUse(state, bay.wardId)) return refuse('WARD_UNKNOWN');
  if (known !== undefined && !known.decommissioned) {
    return same(bayDescription(known), bay) ? accept() : refuse('ALREADY_REGISTERED_OTHERWISE');
  }
  return accept({ type: 'BayRegistered', bayId, bay, by, at: nowIn(state, command.at) });
}

function describeBay(command: Of<'DescribeBay'>, state: BookState): BookDecision {
  const { bayId, by } = command;
  const known = state.bays.get(bayId);
  const bay = bayDescription(command.bay);
  if (known === undefined || known.decommissioned) return refuse('BAY_UNKNOWN');
  if (!isWardInUse(state, bay.wardId)) return refuse('WARD_UNKNOWN');
  if (bay.wardId !== known.wardId && bayHasBeds(state, bayId)) return refuse('BAY_NOT_EMPTY');
  if (same(bayDescription(known), bay)) return accept();
  return accept({ type: 'BayDescribed', bayId, bay, by, at: nowIn(state, command.at) });
}

function decommissionBay({ bayId, by, at }: Of<'DecommissionBay'>, state: BookState): BookDecision {
  const known = state.bays.get(bayId);
  if (known === undefined) return refuse('BAY_UNKNOWN');
  if (known.decommissioned) return accept();
  if (bayHasBeds(state, bayId)) return refuse('BAY_NOT_EMPTY');
  return accept({ type: 'BayDecommissioned', bayId, by, at: nowIn(state, at) });
}

/** A bed stands in a ward in use, and in a bay of that ward if in any. */
function placeFault(state: BookState, bed: BedDescription) {
  if (!isWardInUse(state, bed.wardId)) return 'WARD_UNKNOWN' as const;
  if (bed.bayId === null) return undefined;
  const bay = state.bays.get(bed.bayId);
  if (bay === undefined || bay.decommissioned) return 'BAY_UNKNOWN' as const;
  return bay.wardId === bed.wardId ? undefined : ('BAY_OF_ANOTHER_WARD' as const);
}

function registerBed(command: Of<'RegisterBed'>, state: BookState): BookDecision {
  const { bedId, by } = command;
  const known = state.beds.get(bedId);
  const bed = bedDescription(command.bed);
  const fault = placeFault(state, bed);
  if (fault !== undefined) return refuse(fault);
  if (known !== undefined && !known.decommissioned) {
    return same(bedDescription(known), bed) ? accept() : refuse('ALREADY_REGISTERED_OTHERWISE');
  }
  const at = nowIn(state, command.at);
  const registered: BookEvent = { type: 'BedRegistered', bedId, bed, by, at };
  return accept(registered, ...givenTo(state, registered, bedId, { by, at }));
}

/** iPM may have told of people in a bed before we knew the bed: now they have it. */
function givenTo(
  state: BookState,
  registered: BookEvent,
  bedId: BedId,
  asking: { by: Bed['marks']['hold']['by']; at: Bed['readinessSince'] },
): BookEvent[] {
  const { legs } = settled(state, evolve(state, registered), { patients: [], beds: [bedId] }, asking);
  if (legs.length === 0) return [];
  return [{ type: 'PatientsMoved', cause: 'registered', occurredAt: asking.at, legs, ...asking }];
}

function describeBed(command: Of<'DescribeBed'>, state: BookState): BookDecision {
  const { bedId, by } = command;
  const known = state.beds.get(bedId);
  const bed = bedDescription(command.bed);
  if (known === undefined || known.decommissioned) return refuse('BED_UNKNOWN');
  const fault = placeFault(state, bed);
  if (fault !== undefined) return refuse(fault);
  if (bed.wardId !== known.wardId && known.occupants.length > 0) return refuse('BED_OCCUPIED');
  if (same(bedDescription(known), bed)) return accept();
  return accept({ type: 'BedDescribed', bedId, bed, by, at: nowIn(state, command.at) });
}

function decommissionBed({ bedId, by, at: asked }: Of<'DecommissionBed'>, state: BookState): BookDecision {
  const known = state.beds.get(bedId);
  const at = nowIn(state, asked);
  if (known === undefined) return refuse('BED_UNKNOWN');
  if (known.decommissioned) return accept();
  if (known.occupants.length > 0) return refuse('BED_OCCUPIED');
  if (isActive(known.hold, at)) return refuse('BED_HELD_FOR_ANOTHER_PATIENT');
  return accept({ type: 'BedDecommissioned', bedId, by, at });
}

type Decisions = { readonly [Type in SetUpCommand['type']]: (command: Of<Type>, state: BookState) => BookDecision };

export const SET_UP_DECISIONS: Decisions = {
  RegisterSite: registerSite,
  DescribeSite: registerSite,
  RegisterWard: registerWard,
  DescribeWard: describeWard,
  DecommissionWard: decommissionWard,
  RegisterBay: registerBay,
  DescribeBay: describeBay,
  DecommissionBay: decommissionBay,
  RegisterBed: registerBed,
  DescribeBed: describeBed,
  DecommissionBed: decommissionBed,
};

function decided<Type extends SetUpCommand['type']>(
  command: Of<Type> & { readonly type: Type },
  state: BookState,
): BookDecision {
  return SET_UP_DECISIONS[command.type](command, state);
}

export const decideSetUp = (command: SetUpCommand, state: BookState): BookDecision => decided(command, state);
