import * as happenings from './happenings';
import type { Happening, Pas } from './hospital-days';
import type { WardPlan } from './simulated-pas';

type Kind =
  | 'admit'
  | 'transfer'
  | 'cancelTransfer'
  | 'discharge'
  | 'cancelDischarge'
  | 'cancelAdmission'
  | 'correct'
  | 'updatePerson'
  | 'planDischarge'
  | 'leaveOrReturn'
  | 'swap'
  | 'registerTwiceAndMerge';

/** Of 1,000 inpatient beds this share is filled in ordinary winter weeks; admissions and discharges lean towards it. */
const USUAL_OCCUPANCY = 0.93;
const HOUR_MS = 3_600_000;

/** How busy each kind is at each hour of a London day, relative to its busiest: elective arrivals at 7, discharges after lunch, moves at night. */
const ADMITTING = [3, 3, 2, 2, 2, 3, 6, 9, 8, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 8, 7, 6, 5, 4];
const DISCHARGING = [0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 6, 8, 8, 9, 10, 10, 9, 8, 6, 4, 2, 1, 1, 0];
const MOVING = [4, 3, 3, 2, 2, 2, 2, 3, 4, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 7, 7, 7, 6, 5];

const hourOf = (londonText: string): number => Number(londonText.slice(8, 10));
const inpatient = ({ kind }: WardPlan) => kind === 'ward' || kind === 'escalation';

const bedCount = (pas: Pas): number => pas.wards.filter(inpatient).reduce((sum, { capacity }) => sum + capacity, 0);

function occupancy(pas: Pas): number {
  return happenings.openVisits(pas).length / Math.max(1, bedCount(pas));
}

function weights(pas: Pas, hour: number): readonly (readonly [Kind, number])[] {
  const lean = (USUAL_OCCUPANCY - occupancy(pas)) * 40;
  const at = (table: readonly number[]) => table[hour] ?? 0;
  return [
    ['admit', Math.max(0, at(ADMITTING) * (1 + lean))],
    ['discharge', Math.max(0, at(DISCHARGING) * (1 - lean))],
    ['transfer', at(MOVING)],
    ['planDischarge', at(DISCHARGING) / 2],
    ['correct', 1.5],
    ['updatePerson', 1.5],
    ['leaveOrReturn', 0.3],
    ['swap', 0.4],
    ['cancelTransfer', 0.3],
    ['cancelDischarge', 0.2],
    ['cancelAdmission', 0.15],
    ['registerTwiceAndMerge', 0.15],
  ];
}

function admitSomewhere(pas: Pas, atMs: number): Happening | undefined {
  const wards = pas.wards.filter(inpatient);
  return happenings.admit(
    pas,
    atMs,
    pas.chance.weighted(wards.map((ward) => [ward, ward.kind === 'escalation' ? 1 : ward.capacity])),
  );
}

const HAPPENS: Readonly<Record<Kind, (pas: Pas, atMs: number) => Happening | undefined>> = {
  admit: admitSomewhere,
  transfer: happenings.transfer,
  cancelTransfer: happenings.cancelTransfer,
  discharge: happenings.discharge,
  cancelDischarge: happenings.cancelDischarge,
  cancelAdmission: happenings.cancelAdmission,
  correct: happenings.correct,
  updatePerson: happenings.updatePerson,
  planDischarge: happenings.planDischarge,
  leaveOrReturn: happenings.leaveOrReturn,
  swap: happenings.swap,
  registerTwiceAndMerge: happenings.registerTwiceAndMerge,
};

/** What happens next at this moment. Where what was drawn cannot be (nobody to discharge, no bed), something else is. */
export function happen(pas: Pas, atMs: number): Happening {
  const hour = hourOf(pas.textOf(atMs));
  for (let tries = 0; tries < 100; tries++) {
    const happening = HAPPENS[pas.chance.weighted(weights(pas, hour))](pas, atMs);
    pas.state.chance = pas.chance.state();
    if (happening !== undefined) return happening;
  }
  throw new Error('Nothing can happen in this hospital: it has no inpatient bed.');
}

/** Milliseconds until the next thing happens, at the pace of a real hospital of this size. */
export function pauseMs(pas: Pas, atMs: number): number {
  const hour = hourOf(pas.textOf(atMs));
  const busy = weights(pas, hour).reduce((sum, [, weight]) => sum + weight, 0);
  const anHour = busy * (bedCount(pas) / 700);
  const pause = (-Math.log(1 - pas.chance.next()) * HOUR_MS) / Math.max(1, anHour);
  pas.state.chance = pas.chance.state();
  return Math.max(1, Math.round(pause));
}

/**
 * Fills an empty hospital: patients admitted over the last days, each into the ward that they would be in now.
 * Ends at the usual occupancy. Times are in order and none is later than `atMs`.
 */
export function* fill(pas: Pas, atMs: number): Generator<Happening> {
  const toAdmit = Math.max(0, Math.round(bedCount(pas) * USUAL_OCCUPANCY) - happenings.openVisits(pas).length);
  const step = (7 * 24 * HOUR_MS) / Math.max(1, toAdmit);
  for (let index = 0; index < toAdmit; index++) {
    const happening = admitSomewhere(pas, Math.round(atMs - (toAdmit - index) * step));
    pas.state.chance = pas.chance.state();
    if (happening !== undefined) yield happening;
  }
}

/** A simulated stretch of time, from one instant to another, in order. */
export function* between(pas: Pas, fromMs: number, toMs: number): Generator<{ readonly atMs: number } & Happening> {
  for (let atMs = fromMs + pauseMs(pas, fromMs); atMs < toMs; atMs += pauseMs(pas, atMs)) {
    yield { atMs, ...happen(pas, atMs) };
  }
}
