import { bedChanged } from './evolve-beds';
import { carried } from './evolve-carried';
import { patientsMoved } from './evolve-moves';
import {
  bayDecommissioned,
  bedDecommissioned,
  bedRegistered,
  wardDecommissioned,
  withBay,
  withSite,
  withWard,
} from './evolve-set-up';
import {
  disputeSettled,
  leaveChanged,
  leaveReverted,
  patientDetailsNoted,
  patientsMerged,
  stayReconciled,
} from './evolve-stays';
import type { BookEvent } from './events';
import { markOf } from './rows';
import type { BookState } from './state';

type EventOf = { [Event in BookEvent as Event['type']]: Event };
type Evolutions = { readonly [Type in keyof EventOf]: (state: BookState, event: EventOf[Type]) => BookState };

const EVOLUTIONS: Evolutions = {
  SiteRegistered: (state, { site }) => withSite(state, site),
  SiteDescribed: (state, { site }) => withSite(state, site),
  WardRegistered: (state, event) => withWard(state, event.wardId, event.ward, markOf(state, event)),
  WardDescribed: (state, event) => withWard(state, event.wardId, event.ward, markOf(state, event)),
  WardDecommissioned: (state, event) => wardDecommissioned(state, event.wardId, markOf(state, event)),
  BayRegistered: (state, event) => withBay(state, event.bayId, event.bay, markOf(state, event)),
  BayDescribed: (state, event) => withBay(state, event.bayId, event.bay, markOf(state, event)),
  BayDecommissioned: (state, event) => bayDecommissioned(state, event.bayId, markOf(state, event)),
  BedRegistered: (state, event) => bedRegistered(state, event.bedId, event.bed, markOf(state, event)),
  BedDescribed: (state, event) => bedRegistered(state, event.bedId, event.bed, markOf(state, event)),
  BedDecommissioned: (state, event) => bedDecommissioned(state, event.bedId, markOf(state, event)),
  EstateChanged: (state, { changes }) => changes.reduce<BookState>((before, change) => evolved(before, change), state),
  BedHeld: bedChanged,
  HoldReleased: bedChanged,
  BedClosed: bedChanged,
  BedOpened: bedChanged,
  BedReadinessChanged: bedChanged,
  BedStatusTold: bedChanged,
  PatientsMoved: patientsMoved,
  StayReconciled: stayReconciled,
  LeaveStarted: leaveChanged,
  LeaveEnded: leaveChanged,
  LeaveReverted: leaveReverted,
  DisputeSettled: disputeSettled,
  PatientDetailsNoted: patientDetailsNoted,
  PatientsMerged: patientsMerged,
  SitesCarried: carried,
  WardCarried: carried,
  PatientsCarried: carried,
  CountCarried: (state, { seq, lastAt }) => ({ ...state, seq, lastAt }),
};

function evolved<Type extends keyof EventOf>(
  state: BookState,
  event: EventOf[Type] & { readonly type: Type },
): BookState {
  return EVOLUTIONS[event.type](state, event);
}

/** Never refuses: an event in the book happened, whatever today's rules would say of it. */
export function evolve(state: BookState, event: BookEvent): BookState {
  const at = 'at' in event ? event.at : null;
  const lastAt = at === null || (state.lastAt !== null && state.lastAt > at) ? state.lastAt : at;
  return evolved({ ...state, seq: state.seq + 1, lastAt }, event);
}
