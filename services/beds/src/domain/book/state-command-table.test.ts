import { deedId, holdId, stayId, type DeedId } from '../ids';
import { day } from '../testing/day';
import { a1, a2, a3, aBed, amal, amalStay, at, b1, brynStay, clerk, details, inA, on } from '../testing/estate';
import type { BookCommand } from './commands';

type Day = ReturnType<typeof day>;
const asked = { by: clerk, at: on('12:00') };
const toBed = (bedId: typeof a1) => ({ to: { kind: 'bed' as const, bedId } });
const ours = { by: clerk, at: on('10:00') };

/** What can be said of a stay, each on a day on which Bryn lies in another ward. */
const STAYS: Readonly<Record<string, (d: Day) => void>> = {
  unknown: () => undefined,
  provisional: (d) => {
    const arrival = toBed(a1);
    d.does({ type: 'Admit', stayId: amalStay, patient: details(amal), arrival, deedId: deedId('in'), ...ours });
  },
  told: (d) => void d.amal('ADMITTED', '09:00', { place: at(a1) }),
  'in ward': (d) => void d.amal('ADMITTED', '09:00', { place: inA }),
  moved: (d) => {
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.theWardMoves(amalStay, '10:00', a2);
  },
  swapped: (d) => {
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.does({ type: 'Swap', first: amalStay, second: brynStay, deedId: deedId('swap'), ...ours });
  },
  'on leave': (d) => {
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.does({ type: 'StartLeave', stayId: amalStay, deedId: deedId('off'), ...ours });
  },
  returned: (d) => {
    STAYS['on leave']!(d);
    d.does({ type: 'EndLeave', stayId: amalStay, deedId: deedId('back'), by: clerk, at: on('11:00') });
  },
  left: (d) => {
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.does({ type: 'Discharge', stayId: amalStay, deedId: deedId('out'), ...ours });
  },
  gone: (d) => {
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.amal('DISCHARGED', '10:00');
  },
};

const lastDeed = (d: Day): DeedId => d.world.book.stays.get(amalStay)?.deeds.at(-1)?.deedId ?? deedId('none');
const next = { stayId: amalStay, deedId: deedId('next'), ...asked };

const OF_STAY: Readonly<Record<string, (d: Day) => BookCommand>> = {
  Admit: () => ({ ...next, type: 'Admit', stayId: stayId('other'), patient: details(amal), arrival: toBed(a3) }),
  CancelAdmission: () => ({ type: 'CancelAdmission', stayId: amalStay, ...asked }),
  Move: () => ({ ...next, type: 'Move', arrival: toBed(a3) }),
  RevertMove: (d) => ({ ...next, type: 'RevertMove', deedId: lastDeed(d) }),
  Swap: () => ({ type: 'Swap', first: amalStay, second: brynStay, deedId: deedId('next'), ...asked }),
  RevertSwap: (d) => ({ type: 'RevertSwap', first: amalStay, second: brynStay, deedId: lastDeed(d), ...asked }),
  Discharge: () => ({ ...next, type: 'Discharge' }),
  ReinstateStay: (d) => {
    const told = d.world.stays.has(amalStay) ? d.world.fold(amalStay) : null;
    return { ...next, type: 'ReinstateStay', patient: details(amal), arrival: toBed(a3), told };
  },
  ConfirmPlace: () => ({ ...next, type: 'ConfirmPlace' }),
  StartLeave: () => ({ ...next, type: 'StartLeave' }),
  CancelLeaveStart: (d) => ({ ...next, type: 'CancelLeaveStart', deedId: lastDeed(d) }),
  EndLeave: () => ({ ...next, type: 'EndLeave' }),
  CancelLeaveEnd: (d) => ({ ...next, type: 'CancelLeaveEnd', deedId: lastDeed(d) }),
  SettleDispute: () => ({ type: 'SettleDispute', stayId: amalStay, ...asked }),
};

const hold = { holdId: holdId('h1'), until: on('13:00'), reason: 'transfer', patientId: null } as const;

const BEDS: Readonly<Record<string, (d: Day) => void>> = {
  free: () => undefined,
  'awaiting clean': (d) => d.does({ type: 'MarkBedNotClean', bedId: a1, ...ours }),
  cleaning: (d) => d.does({ type: 'StartCleaning', bedId: a1, ...ours }),
  occupied: (d) => void d.amal('ADMITTED', '09:00', { place: at(a1) }),
  held: (d) => d.does({ type: 'HoldBed', bedId: a1, ...hold, ...ours }),
  closed: (d) => d.does({ type: 'CloseBed', bedId: a1, reason: 'estates', ...ours }),
  decommissioned: (d) => d.does({ type: 'DecommissionBed', bedId: a1, ...ours }),
};

const OF_BED: Readonly<Record<string, (d: Day) => BookCommand>> = {
  HoldBed: () => ({ type: 'HoldBed', bedId: a1, ...hold, holdId: holdId('h2'), ...asked }),
  ReleaseHold: () => ({ type: 'ReleaseHold', bedId: a1, holdId: holdId('h1'), ...asked }),
  CloseBed: () => ({ type: 'CloseBed', bedId: a1, reason: 'staffing', ...asked }),
  OpenBed: () => ({ type: 'OpenBed', bedId: a1, ...asked }),
  StartCleaning: () => ({ type: 'StartCleaning', bedId: a1, ...asked }),
  StopCleaning: () => ({ type: 'StopCleaning', bedId: a1, ...asked }),
  MarkBedClean: () => ({ type: 'MarkBedClean', bedId: a1, ...asked }),
  MarkBedNotClean: () => ({ type: 'MarkBedNotClean', bedId: a1, ...asked }),
  DecommissionBed: () => ({ type: 'DecommissionBed', bedId: a1, ...asked }),
  RegisterBed: () => ({ type: 'RegisterBed', bedId: a1, bed: aBed({ code: a1 }), ...asked }),
};

function cell(state: (d: Day) => void, command: (d: Day) => BookCommand): string {
  const d = day();
  d.bryn('ADMITTED', '08:00', { place: at(b1) });
  state(d);
  const decision = d.world.ask(command(d));
  if (!decision.accepted) return decision.rejection.code;
  return decision.events.length === 0 ? 'already so' : 'done';
}

type Row = readonly [command: string, ...cells: string[]];

const tableOf = (states: typeof STAYS, commands: typeof OF_STAY): Row[] =>
  Object.entries(commands).map(([name, command]) => [
    name,
    ...Object.values(states).map((reach) => cell(reach, command)),
  ]);

/** Short for the answers in a table. */
const TO_STAYS: Readonly<Record<string, string>> = {
  so: 'already so',
  in: 'PATIENT_ALREADY_IN',
  ipm: 'OVERTAKEN_BY_IPM',
  unknown: 'STAY_UNKNOWN',
  'not last': 'NOT_THE_LAST_DEED',
  'on leave': 'PATIENT_ON_LEAVE',
  'not in': 'PATIENT_NOT_IN',
  'no bed': 'PATIENT_WITHOUT_BED',
  'not away': 'PATIENT_NOT_ON_LEAVE',
  'no dispute': 'NOT_DISPUTED',
};
const TO_BEDS: Readonly<Record<string, string>> = {
  so: 'already so',
  occupied: 'BED_OCCUPIED',
  held: 'BED_HELD_FOR_ANOTHER_PATIENT',
  closed: 'BED_CLOSED',
  otherwise: 'BED_CLOSED_OTHERWISE',
  unknown: 'BED_UNKNOWN',
  'not cleaned': 'BED_NOT_BEING_CLEANED',
};

const STAY_TABLE = `
                 | unknown | provisional | told       | in ward    | moved      | swapped    | on leave   | returned   | left       | gone
Admit            | done    | in          | in         | in         | in         | in         | in         | in         | done       | done
CancelAdmission  | so      | done        | ipm        | ipm        | ipm        | ipm        | ipm        | ipm        | ipm        | so
Move             | unknown | done        | done       | done       | done       | done       | on leave   | done       | not in     | unknown
RevertMove       | unknown | not last    | not last   | not last   | done       | not last   | not last   | not last   | not last   | unknown
Swap             | unknown | done        | done       | no bed     | done       | done       | on leave   | done       | not in     | unknown
RevertSwap       | unknown | not last    | not last   | not last   | not last   | done       | not last   | not last   | not last   | unknown
Discharge        | unknown | done        | done       | done       | done       | done       | done       | done       | not in     | unknown
ReinstateStay    | unknown | in          | in         | in         | in         | in         | in         | in         | done       | done
ConfirmPlace     | unknown | so          | done       | done       | so         | so         | done       | done       | not in     | unknown
StartLeave       | unknown | done        | done       | done       | done       | done       | on leave   | done       | not in     | unknown
CancelLeaveStart | unknown | not last    | not last   | not last   | not last   | not last   | done       | not last   | not last   | unknown
EndLeave         | unknown | not away    | not away   | not away   | not away   | not away   | done       | not away   | not in     | unknown
CancelLeaveEnd   | unknown | not last    | not last   | not last   | not last   | not last   | not last   | done       | not last   | unknown
SettleDispute    | unknown | no dispute  | no dispute | no dispute | no dispute | no dispute | no dispute | no dispute | no dispute | unknown`;

const BED_TABLE = `
                | free        | awaiting clean | cleaning | occupied    | held        | closed      | decommissioned
HoldBed         | done        | done           | done     | occupied    | held        | closed      | unknown
ReleaseHold     | so          | so             | so       | so          | done        | so          | unknown
CloseBed        | done        | done           | done     | occupied    | done        | otherwise   | unknown
OpenBed         | so          | so             | so       | so          | so          | done        | unknown
StartCleaning   | done        | done           | so       | occupied    | done        | done        | unknown
StopCleaning    | not cleaned | so             | done     | not cleaned | not cleaned | not cleaned | unknown
MarkBedClean    | so          | done           | done     | so          | so          | so          | unknown
MarkBedNotClean | done        | so             | done     | done        | done        | done        | unknown
DecommissionBed | done        | done           | done     | occupied    | held        | done        | so
RegisterBed     | so          | so             | so       | so          | so          | so          | done`;

function written(table: string, words: Readonly<Record<string, string>>): { states: string[]; rows: Row[] } {
  const [head, ...lines] = table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((text) => text.trim()));
  const rows = lines.map(([command = '', ...cells]): Row => [command, ...cells.map((text) => words[text] ?? text)]);
  return { states: head!.filter((text) => text !== ''), rows };
}

it.each([
  ['a stay', STAYS, OF_STAY, written(STAY_TABLE, TO_STAYS)],
  ['a bed', BEDS, OF_BED, written(BED_TABLE, TO_BEDS)],
] as const)('what %s answers to each command in each state', (_of, states, commands, expected) => {
  expect(Object.keys(states)).toStrictEqual(expected.states);
  expect(tableOf(states, commands)).toStrictEqual(expected.rows);
});
