import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { bedId, patientId, stayId, wardId } from '../domain/ids';
import { on } from '../domain/testing/estate';
import type { Acted, Refused } from './answers';
import { createPatientActions } from './patient-actions';
import { rowVersion, seenRow } from './row-version';
import { stayOfVisit } from './visit';
import { contextOf, laneContext, openBeds, placeOf, setClock, setUp, tells, type Beds } from './testing/beds';

let engines: Engines;
let beds: Beds;
const clock = setClock(on('09:00'));

beforeEach(async () => {
  engines = await openTestEngines();
  clock.set(on('09:00'));
  beds = await openBeds(engines, { clock });
  await setUp(beds);
});
afterEach(() => engines.close());

const toBed = (code: string) => ({ to: { kind: 'bed', bedId: bedId(code) }, despite: ['not-clean'] }) as const;
const book = async () => (await beds.deps.book.load()).state;
const occupants = async (bed: string) => (await book()).beds.get(bed)?.occupants;
const deedsOf = async (stay: string) => (await beds.deps.stays.load(stayId(stay))).state.deeds.map(({ kind }) => kind);
const withdrawnOf = async (stay: string) => (await beds.deps.stays.load(stayId(stay))).state.withdrawn;

function done(answer: Acted | Refused): Acted {
  if (answer.outcome === 'refused') throw new Error(`Refused: ${answer.refusal.code}.`);
  return answer;
}
const admit = async (patient: string, bed: string) =>
  done(await beds.admit({ patientId: patientId(patient), arrival: toBed(bed) }, contextOf(`admit ${patient}`)));
const admitted = async (patient: string, bed: string) => (await admit(patient, bed)).stayIds[0]!;

it('a patient is admitted here before iPM tells, and the stay has the deed', async () => {
  const answer = await admit('amal', 'A1-01');
  expect(answer).toMatchObject({ changed: true, bedIds: ['A1-01'], tasks: [expect.any(String)] });
  expect(await occupants('A1-01')).toStrictEqual(answer.stayIds);
  expect(await deedsOf(answer.stayIds[0]!)).toStrictEqual(['placed']);
  expect(await admit('amal', 'A1-01')).toMatchObject({ changed: false, stayIds: answer.stayIds });
});

it('what iPM then tells is the same stay, bed, deeds and all', async () => {
  const ours = await admitted('amal', 'A1-02');
  const told = tells('ADMITTED', '08:50', 'amal', { place: placeOf('A1-01') });
  await beds.tellStay(told, laneContext(told));
  expect(await occupants('A1-02')).toStrictEqual([stayOfVisit(told)]);
  expect(await deedsOf(stayOfVisit(told))).toStrictEqual(['placed']);
  expect((await beds.deps.stays.load(stayOfVisit(told))).state.joined).toStrictEqual([ours]);
});

it('a move and its reverse', async () => {
  const stay = await admitted('amal', 'A1-01');
  const moved = done(await beds.move({ stayId: stay, arrival: toBed('B2-01') }, contextOf('move')));
  expect(await occupants('B2-01')).toStrictEqual([stay]);
  expect(await deedsOf(stay)).toStrictEqual(['placed', 'placed']);
  done(await beds.revertMove({ stayId: stay, deedId: moved.deedId! }, contextOf('revert')));
  expect(await occupants('A1-01')).toStrictEqual([stay]);
  expect(await withdrawnOf(stay)).toStrictEqual([moved.deedId]);
});

it('a swap and its reverse, of the last deed when none is named', async () => {
  const [amal, bryn] = [await admitted('amal', 'A1-01'), await admitted('bryn', 'B2-01')];
  done(await beds.swap({ first: amal, second: bryn }, contextOf('swap')));
  expect([await occupants('A1-01'), await occupants('B2-01')]).toStrictEqual([[bryn], [amal]]);
  done(await beds.revertSwap({ first: amal, second: bryn }, contextOf('back')));
  expect([await occupants('A1-01'), await occupants('B2-01')]).toStrictEqual([[amal], [bryn]]);
});

it('a discharge and its reverse, while iPM has the patient in', async () => {
  const told = tells('ADMITTED', '08:50', 'amal', { place: placeOf('A1-01') });
  await beds.tellStay(told, laneContext(told));
  const stay = stayOfVisit(told);
  done(await beds.discharge({ stayId: stay }, contextOf('out')));
  expect(await occupants('A1-01')).toStrictEqual([]);
  done(await beds.reinstateStay({ stayId: stay, arrival: toBed('A1-01') }, contextOf('in again')));
  expect(await occupants('A1-01')).toStrictEqual([stay]);
});

it('a discharge is not undone by what iPM tells afterwards of the same stay', async () => {
  const told = tells('ADMITTED', '08:50', 'amal', { place: placeOf('A1-01') });
  await beds.tellStay(told, laneContext(told));
  const stay = stayOfVisit(told);
  await beds.confirmPlace({ stayId: stay }, contextOf('seen'));
  const out = tells('DISCHARGED', '08:58', 'amal');
  await beds.tellStay(out, laneContext(out));
  expect(await occupants('A1-01')).toStrictEqual([stay]);
  done(await beds.discharge({ stayId: stay }, contextOf('out')));
  const late = tells('CORRECTED', '08:59', 'amal', { details: { specialty: '430' } });
  await beds.tellStay(late, laneContext(late));
  expect(await occupants('A1-01')).toStrictEqual([]);
  expect((await book()).stays.has(stay)).toBe(false);
  done(await beds.reinstateStay({ stayId: stay, arrival: toBed('A1-03') }, contextOf('in again')));
  expect(await occupants('A1-03')).toStrictEqual([stay]);
});

it('an admission that was a mistake', async () => {
  const stay = await admitted('amal', 'A1-01');
  done(await beds.cancelAdmission({ stayId: stay }, contextOf('mistake')));
  expect(await occupants('A1-01')).toStrictEqual([]);
  expect(await withdrawnOf(stay)).toHaveLength(1);
});

it('leave, its end, and the reverse of each', async () => {
  const stay = await admitted('amal', 'A1-01');
  const onLeave = async () => (await book()).stays.get(stay)?.leave !== null;
  done(await beds.startLeave({ stayId: stay }, contextOf('leave')));
  expect(await onLeave()).toBe(true);
  done(await beds.cancelLeaveStart({ stayId: stay }, contextOf('no leave')));
  expect(await onLeave()).toBe(false);
  done(await beds.startLeave({ stayId: stay }, contextOf('leave 2')));
  done(await beds.endLeave({ stayId: stay }, contextOf('back')));
  done(await beds.cancelLeaveEnd({ stayId: stay }, contextOf('not back')));
  expect(await onLeave()).toBe(true);
  expect(await deedsOf(stay)).toStrictEqual(['placed', 'leave-started', 'leave-started', 'leave-ended']);
  expect(await withdrawnOf(stay)).toHaveLength(2);
});

it('a bed is held, closed, opened and cleaned', async () => {
  const bed = { bedId: bedId('A1-01') };
  const hold = { ...bed, until: on('10:00'), reason: 'transfer' as const, patientId: patientId('bryn') };
  const held = done(await beds.holdBed(hold, contextOf('hold')));
  const amal = { patientId: patientId('amal'), arrival: toBed('A1-01') };
  expect(await beds.admit(amal, contextOf('a'))).toMatchObject({ refusal: { code: 'BED_HELD_FOR_ANOTHER_PATIENT' } });
  done(await beds.releaseHold({ ...bed, holdId: held.holdId! }, contextOf('release')));
  done(await beds.closeBed({ ...bed, reason: 'estates' }, contextOf('close')));
  expect(await beds.admit(amal, contextOf('b'))).toMatchObject({ refusal: { code: 'BED_CLOSED' } });
  done(await beds.openBed(bed, contextOf('open')));
  done(await beds.markBedNotClean(bed, contextOf('dirty')));
  done(await beds.startCleaning(bed, contextOf('start')));
  done(await beds.stopCleaning(bed, contextOf('stop')));
  done(await beds.startCleaning(bed, contextOf('start again')));
  done(await beds.markBedClean(bed, contextOf('clean')));
  expect((await book()).beds.get('A1-01')).toMatchObject({
    readiness: 'clean',
    service: { state: 'open' },
    hold: null,
  });
});

it('a row that changed since it was seen is refused, and says who changed it', async () => {
  const version = rowVersion((await book()).seq);
  await beds.markBedNotClean({ bedId: bedId('A1-01') }, contextOf('dirty', 'ada'));
  const arrival = { to: { kind: 'ward', wardId: wardId('A1') } } as const;
  const stay = (await beds.admit({ patientId: patientId('amal'), arrival }, contextOf('in'))) as Acted;
  const seen = [seenRow(bedId('A1-01'), version)];
  const answer = await beds.move({ stayId: stay.stayIds[0]!, arrival: toBed('A1-01'), seen }, contextOf('move'));
  expect(answer).toMatchObject({ refusal: { code: 'CHANGED_SINCE_SEEN', fact: 'readiness', by: 'ada' } });
  expect(() => seenRow(bedId('A1-01'), '17')).toThrow(RangeError);
});

it('somebody whom the patients service does not know is not admitted', async () => {
  const deps = { ...beds.deps, patients: { detailsOf: async () => undefined } };
  const { admit: admitUnknown } = createPatientActions(deps);
  const input = { patientId: patientId('nobody'), arrival: toBed('A1-01') };
  expect(await admitUnknown(input, contextOf('x'))).toMatchObject({ refusal: { code: 'PATIENT_UNKNOWN' } });
});
