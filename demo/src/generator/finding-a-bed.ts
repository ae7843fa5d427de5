import type { Pas } from './hospital-days';
import { occupiedBeds, type PasPatient, type WardPlan } from './simulated-pas';

/** Nobody fills such a ward to its last bed without looking. */
const USUAL_SHARE = 0.9;

export interface FoundBed {
  readonly ward: WardPlan;
  readonly bed: string | undefined;
}

const fits = (bedSex: '1' | '2' | '8', patient: PasPatient) =>
  bedSex === '8' || (bedSex === '1') === (patient.person.sex === 'M');

function freeIn(ward: WardPlan, patient: PasPatient, occupied: ReadonlySet<string>): string[] {
  return ward.beds.filter(({ code, sex }) => fits(sex, patient) && !occupied.has(code)).map(({ code }) => code);
}

/** Where the PAS records no beds, it tells the ward alone, until that is full. */
function takesWithoutBed(pas: Pas, ward: WardPlan, patient: PasPatient): boolean {
  if (ward.beds.length > 0 || !fits(ward.sex === '9' ? '8' : ward.sex, patient)) return false;
  const there = Object.values(pas.state.visits).filter((visit) => visit.ward === ward.code);
  return there.length < Math.floor(ward.capacity * USUAL_SHARE);
}

const inpatient = ({ kind, critical }: WardPlan) => (kind === 'ward' || kind === 'escalation') && !critical;

/**
 * A bed in the ward, else an outlier's: any inpatient ward that has a fitting one. The PAS of some wards does not record
 * beds, and now and then a clerk leaves the bed out: then only the ward is known.
 */
export function findBed(pas: Pas, wanted: WardPlan, patient: PasPatient): FoundBed | undefined {
  const occupied = occupiedBeds(pas.state);
  const others = pas.wards.filter((ward) => inpatient(ward) && ward.child === wanted.child && ward.specialty !== '501');
  const starts = pas.chance.below(Math.max(1, others.length));
  for (const ward of [wanted, ...others.slice(starts), ...others.slice(0, starts)]) {
    if (takesWithoutBed(pas, ward, patient)) return { ward, bed: undefined };
    const free = freeIn(ward, patient, occupied);
    if (free.length === 0) continue;
    return { ward, bed: pas.chance.below(40) === 0 ? undefined : pas.chance.pick(free) };
  }
  return undefined;
}
