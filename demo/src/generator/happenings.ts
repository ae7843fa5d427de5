import { findBed } from './finding-a-bed';
import type { Happening, Pas } from './hospital-days';
import type { PasVisit, WardPlan } from './simulated-pas';

const KEPT_ENDED = 20;
const DAY_MS = 86_400_000;

function open(pas: Pas, visit: PasVisit): void {
  pas.state.visits[visit.visit] = visit;
}

function close(pas: Pas, visit: PasVisit): void {
  Reflect.deleteProperty(pas.state.visits, visit.visit);
  pas.state.ended = [visit, ...pas.state.ended].slice(0, KEPT_ENDED);
}

export const openVisits = (pas: Pas): PasVisit[] => Object.values(pas.state.visits);

function someVisit(pas: Pas, suits: (visit: PasVisit) => boolean = () => true): PasVisit | undefined {
  const visits = openVisits(pas).filter((visit) => !visit.onLeave && suits(visit));
  return visits.length === 0 ? undefined : pas.chance.pick(visits);
}

const patientOf = (pas: Pas, visit: PasVisit) => {
  const patient = pas.state.patients[visit.patient];
  if (patient === undefined) throw new Error('A visit of the simulated PAS has no patient.');
  return patient;
};

/** A01 into the ward, or as an outlier where it is full. */
export function admit(pas: Pas, atMs: number, ward: WardPlan): Happening | undefined {
  const patient = pas.newPatient(atMs, { ward });
  const found = findBed(pas, ward, patient);
  if (found === undefined) return undefined;
  const at = pas.textOf(atMs);
  const visit: PasVisit = {
    visit: pas.newVisitNumber(),
    patient: patient.number,
    ward: found.ward.code,
    bed: found.bed,
    specialty: ward.specialty,
    consultant: `C${String(9_000_000 + pas.chance.below(99))}`,
    admittedAt: at,
    movedAt: at,
    before: undefined,
    onLeave: false,
  };
  open(pas, visit);
  const registered = pas.chance.below(3) === 0 ? [pas.write('A28', atMs, { patient })] : [];
  return {
    what: found.ward === ward ? 'admission' : 'outlier',
    messages: [...registered, pas.write('A01', atMs, { patient, visit })],
  };
}

/** A02, with PV1-6 as the place left. */
export function transfer(pas: Pas, atMs: number): Happening | undefined {
  const visit = someVisit(pas);
  if (visit === undefined) return undefined;
  const patient = patientOf(pas, visit);
  const wanted =
    pas.wards.find(({ specialty, kind }) => specialty === visit.specialty && kind === 'ward') ?? pas.wardOf(visit.ward);
  const found = findBed(pas, wanted, patient);
  if (found === undefined) return undefined;
  const moved: PasVisit = {
    ...visit,
    ward: found.ward.code,
    bed: found.bed,
    before: { ward: visit.ward, bed: visit.bed },
    movedAt: pas.textOf(atMs),
  };
  open(pas, moved);
  return { what: 'transfer', messages: [pas.write('A02', atMs, { patient, visit: moved })] };
}

/** A12: back to where the patient came from, if nobody has taken the bed since. */
export function cancelTransfer(pas: Pas, atMs: number): Happening | undefined {
  const taken = new Set(openVisits(pas).map(({ bed }) => bed));
  const visit = someVisit(
    pas,
    ({ before }) => before !== undefined && (before.bed === undefined || !taken.has(before.bed)),
  );
  if (visit?.before === undefined) return undefined;
  const back: PasVisit = {
    ...visit,
    ward: visit.before.ward,
    bed: visit.before.bed,
    before: undefined,
    movedAt: pas.textOf(atMs),
  };
  open(pas, back);
  return {
    what: 'transfer cancelled',
    messages: [pas.write('A12', atMs, { patient: patientOf(pas, visit), visit: back })],
  };
}

/** A03 home, the usual way. NHS Data Dictionary: DISCHARGE METHOD 1, DISCHARGE DESTINATION 19. */
export function discharge(pas: Pas, atMs: number): Happening | undefined {
  const visit = someVisit(pas);
  if (visit === undefined) return undefined;
  close(pas, visit);
  const ended = { at: pas.textOf(atMs), method: '1', destination: '19' };
  return { what: 'discharge', messages: [pas.write('A03', atMs, { patient: patientOf(pas, visit), visit, ended })] };
}

/** A13: the last discharged whose bed is free comes back to it. */
export function cancelDischarge(pas: Pas, atMs: number): Happening | undefined {
  const taken = new Set(openVisits(pas).map(({ bed }) => bed));
  const visit = pas.state.ended.find(({ bed }) => bed !== undefined && !taken.has(bed));
  if (visit === undefined) return undefined;
  pas.state.ended = pas.state.ended.filter(({ visit: number }) => number !== visit.visit);
  open(pas, visit);
  return { what: 'discharge cancelled', messages: [pas.write('A13', atMs, { patient: patientOf(pas, visit), visit })] };
}

/** A11 of an admission that should not have been made. */
export function cancelAdmission(pas: Pas, atMs: number): Happening | undefined {
  const visit = someVisit(pas, ({ before }) => before === undefined);
  if (visit === undefined) return undefined;
  Reflect.deleteProperty(pas.state.visits, visit.visit);
  return { what: 'admission cancelled', messages: [pas.write('A11', atMs, { patient: patientOf(pas, visit), visit })] };
}

/** A08: another consultant; the place as it was. */
export function correct(pas: Pas, atMs: number): Happening | undefined {
  const visit = someVisit(pas);
  if (visit === undefined) return undefined;
  const corrected: PasVisit = { ...visit, consultant: `C${String(9_000_000 + pas.chance.below(99))}` };
  open(pas, corrected);
  return {
    what: 'correction',
    messages: [pas.write('A08', atMs, { patient: patientOf(pas, visit), visit: corrected })],
  };
}

/** A31: a new telephone number. */
export function updatePerson(pas: Pas, atMs: number): Happening | undefined {
  const visit = someVisit(pas);
  if (visit === undefined) return undefined;
  const known = patientOf(pas, visit);
  const patient = { ...known, person: { ...known.person, phone: `01632 96${String(1000 + pas.chance.below(9000))}` } };
  pas.state.patients[patient.number] = patient;
  return { what: 'demographic update', messages: [pas.write('A31', atMs, { patient })] };
}

/** A16: expected home tomorrow at noon. */
export function planDischarge(pas: Pas, atMs: number): Happening | undefined {
  const visit = someVisit(pas);
  if (visit === undefined) return undefined;
  const expectedDischarge = `${pas.textOf(atMs + DAY_MS).slice(0, 8)}120000`;
  return {
    what: 'discharge planned',
    messages: [pas.write('A16', atMs, { patient: patientOf(pas, visit), visit, expectedDischarge })],
  };
}

/** A21 and A22: home leave, the bed kept. */
export function leaveOrReturn(pas: Pas, atMs: number): Happening | undefined {
  const away = openVisits(pas).find(({ onLeave }) => onLeave);
  const visit = away ?? someVisit(pas, ({ bed }) => bed !== undefined);
  if (visit === undefined) return undefined;
  const now: PasVisit = { ...visit, onLeave: away === undefined };
  open(pas, now);
  const event = now.onLeave ? 'A21' : 'A22';
  return {
    what: now.onLeave ? 'leave' : 'return from leave',
    messages: [pas.write(event, atMs, { patient: patientOf(pas, visit), visit: now })],
  };
}

/** A17: two patients of one sex change beds. */
export function swap(pas: Pas, atMs: number): Happening | undefined {
  const first = someVisit(pas, ({ bed }) => bed !== undefined);
  if (first === undefined) return undefined;
  const sexOf = (visit: PasVisit) => patientOf(pas, visit).person.sex;
  const second = someVisit(
    pas,
    (visit) =>
      visit.bed !== undefined &&
      visit.visit !== first.visit &&
      visit.ward === first.ward &&
      sexOf(visit) === sexOf(first),
  );
  if (second === undefined) return undefined;
  const movedAt = pas.textOf(atMs);
  const pair = [
    { ...first, bed: second.bed, before: { ward: first.ward, bed: first.bed }, movedAt },
    { ...second, bed: first.bed, before: { ward: second.ward, bed: second.bed }, movedAt },
  ];
  pair.forEach((visit) => open(pas, visit));
  return {
    what: 'swap',
    messages: [
      pas.writeSwap(
        atMs,
        pair.map((visit) => ({ patient: patientOf(pas, visit), visit })),
      ),
    ],
  };
}

/** A28 of somebody registered twice, then A40 that retires the second number. */
export function registerTwiceAndMerge(pas: Pas, atMs: number): Happening | undefined {
  const visit = someVisit(pas);
  if (visit === undefined) return undefined;
  const survivor = patientOf(pas, visit);
  const twin = { ...pas.newPatient(atMs, { ward: pas.wardOf(visit.ward) }), shielded: survivor.shielded };
  const double = { ...twin, person: { ...survivor.person, nhsNumber: twin.person.nhsNumber } };
  Reflect.deleteProperty(pas.state.patients, twin.number);
  const merged = pas.write('A40', atMs, { patient: survivor, retires: twin.number });
  return { what: 'merge', messages: [pas.write('A28', atMs, { patient: double }), merged] };
}
