import type { CanonicalOrder, PatientId, StayId } from '../ids';
import { takenBack } from './cancels';
import * as path from './path';
import { codesOf, heard, NOTHING_SAID, type Said } from './said';
import type { StayState } from './stay';
import type { Told, Telling } from './telling';
import type { StayStatus, ToldStay } from './told-stay';

type Reading = (was: path.Path, telling: Telling, tookBack: readonly Told[]) => path.Path;

/** What is expected, asked for or planned is advice: it never moves a patient. */
const advice: Reading = (was) => was;

const READINGS: Readonly<Record<Told, Reading>> = {
  ADMITTED: path.admitted,
  ATTENDED: path.admitted,
  TRANSFERRED: path.transferred,
  TRANSFER_CANCELLED: (was, telling, tookBack) => path.transferCancelled(was, telling, tookBack.length > 0),
  DISCHARGED: path.discharged,
  DISCHARGE_CANCELLED: (was, telling, tookBack) => path.dischargeCancelled(was, telling, tookBack.length > 0),
  ADMISSION_CANCELLED: (was, telling, tookBack) =>
    path.admissionCancelled(was, telling, tookBack.includes('TRANSFERRED')),
  RECLASSIFIED: path.reclassified,
  CORRECTED: path.corrected,
  LEAVE_STARTED: path.leaveStarted,
  LEAVE_ENDED: path.leaveEnded,
  LEAVE_START_CANCELLED: advice,
  LEAVE_END_CANCELLED: path.leaveEndCancelled,
  VISIT_DELETED: (was) => path.remarked(was, 'visit-deleted'),
  PRE_ADMITTED: advice,
  ADMISSION_EXPECTED: advice,
  ADMISSION_EXPECTATION_WITHDRAWN: advice,
  TRANSFER_REQUESTED: advice,
  TRANSFER_REQUEST_WITHDRAWN: advice,
  DISCHARGE_PLANNED: advice,
  DISCHARGE_PLAN_WITHDRAWN: advice,
};

const inCanonicalOrder = (a: Telling, b: Telling): number =>
  a.order === b.order ? a.source.index - b.source.index : a.order < b.order ? -1 : 1;

function statusOf({ state, onLeave }: path.Path, said: Said, isWithdrawn: boolean): StayStatus {
  if (state === 'left') return 'discharged';
  if (state === 'in') return onLeave ? 'on-leave' : 'current';
  if (state === 'cancelled') return 'cancelled';
  if (said.expected) return 'expected';
  return isWithdrawn ? 'cancelled' : 'unknown';
}

/** A patient may have been merged more than once; a circle ends where it began. */
function survivor(state: StayState, patientId: PatientId): PatientId {
  const seen = new Set<PatientId>();
  let current = patientId;
  for (;;) {
    const next = state.merges.get(current)?.survivorId;
    if (next === undefined || seen.has(next)) return current;
    seen.add(next);
    current = next;
  }
}

const beganWith = (walk: path.Path, tellings: readonly Telling[]): CanonicalOrder | null =>
  walk.steps.find(({ kind }) => kind === 'placed')?.order ?? tellings[0]?.order ?? null;

/** An attendance at a clinic is nobody in the hospital, unless it says a bed. */
function isPresent({ state, admitted, place }: path.Path, { details }: Said): boolean {
  if (state !== 'in') return false;
  return admitted || details.patientClass !== 'O' || (place !== null && place.bedId !== null);
}

/** What all tellings and deeds of a stay amount to, whatever their order of arrival. Undefined: nobody spoke of it yet. */
export function toldStay(stayId: StayId, state: StayState): ToldStay | undefined {
  if (state.patientId === null) return undefined;
  const tellings = [...state.tellings].sort(inCanonicalOrder);
  const gone = takenBack(tellings);
  let walk = path.UNOPENED;
  let said = NOTHING_SAID;
  for (const telling of tellings) {
    if (gone.has(telling)) continue;
    const took = [...gone].filter(([, cancel]) => cancel === telling).map(([taken]) => taken.told);
    walk = READINGS[telling.told](walk, telling, took);
    said = heard(said, telling, walk.state === 'in');
  }
  return {
    stayId,
    patientId: survivor(state, state.patientId),
    folded: state.folded,
    status: statusOf(walk, said, gone.size > 0),
    present: isPresent(walk, said),
    began: beganWith(walk, tellings),
    steps: walk.steps,
    deeds: state.deeds.filter(({ deedId }) => !state.withdrawn.includes(deedId)),
    withdrawn: state.withdrawn,
    remarks: [...walk.remarks].sort(),
    place: walk.place,
    admittedAt: walk.admittedAt,
    dischargedAt: walk.dischargedAt,
    expectedAdmissionAt: said.expectedAdmissionAt,
    expectedDischargeAt: said.expectedDischargeAt,
    requestedPlace: said.requestedPlace,
    ...codesOf(said, walk.state === 'left'),
  };
}
