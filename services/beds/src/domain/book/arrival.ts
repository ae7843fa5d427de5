import type { PatientId } from '../ids';
import { inBed, inWard, type Place } from '../place';
import { bedChangedSince, type BookDecision, refuse } from './asking';
import { reject } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { Arrival } from './commands';
import type { Spot } from './events';
import type { RefusalCode } from './rejections';
import { isActive, notesOn } from './settle';
import type { Bed, BookState, PlacementNote } from './state';

/** Where our people may put a patient, and what that means for the bed. */
export interface Admissible {
  readonly place: Place;
  readonly spot: Spot;
  readonly sharing: boolean;
  readonly notes: readonly PlacementNote[];
}

interface Arriving {
  readonly arrival: Arrival;
  readonly patientId: PatientId;
  readonly at: Instant;
  readonly command: Parameters<typeof bedChangedSince>[0];
}

/** Whoever arrives must cite the hold that the bed is under, and a hold that they cite must still be there. */
function holdFault(bed: Bed, { arrival, patientId, at }: Arriving): RefusalCode | undefined {
  const { holdId } = arrival;
  if (!isActive(bed.hold, at)) return holdId === undefined ? undefined : 'HOLD_EXPIRED';
  if (bed.hold.holdId !== holdId) return holdId === undefined ? 'BED_HELD_FOR_ANOTHER_PATIENT' : 'HOLD_EXPIRED';
  const isForAnother = bed.hold.patientId !== null && bed.hold.patientId !== patientId;
  return isForAnother ? 'BED_HELD_FOR_ANOTHER_PATIENT' : undefined;
}

function bedFault(bed: Bed, arriving: Arriving): RefusalCode | undefined {
  const { sharing = false, despite = [] } = arriving.arrival;
  const isShared = bed.occupants.length > 0;
  if (isShared && !sharing) return 'BED_OCCUPIED';
  const hold = holdFault(bed, arriving);
  if (hold !== undefined) return hold;
  if (bed.service.state === 'closed' && !despite.includes('closed')) return 'BED_CLOSED';
  return bed.readiness !== 'clean' && !isShared && !despite.includes('not-clean') ? 'BED_NOT_CLEAN' : undefined;
}

const FACTS = ['occupancy', 'hold', 'readiness', 'service'] as const;

/** May the patient be put there? The refusal says why not. */
export function admissible(state: BookState, arriving: Arriving): Admissible | BookDecision {
  const { to, sharing = false } = arriving.arrival;
  if (to.kind === 'ward') {
    if (state.wards.get(to.wardId)?.decommissioned !== false) return refuse('WARD_UNKNOWN');
    return { place: inWard(to.wardId), spot: { wardId: to.wardId, bedId: null }, sharing: false, notes: [] };
  }
  const bed = state.beds.get(to.bedId);
  if (bed === undefined || bed.decommissioned) return refuse('BED_UNKNOWN');
  const change = bedChangedSince(arriving.command, bed, FACTS);
  if (change !== undefined) return reject(change);
  const fault = bedFault(bed, arriving);
  if (fault !== undefined) return refuse(fault);
  const { wardId, bayId, bedId } = bed;
  return {
    place: inBed(wardId, bayId, bedId),
    spot: { wardId, bedId },
    sharing: sharing && bed.occupants.length > 0,
    notes: notesOn(bed, arriving.patientId, false, arriving.at).filter((note) => note !== 'hold-displaced'),
  };
}

export const isRefusal = (answer: Admissible | BookDecision): answer is BookDecision => 'accepted' in answer;
