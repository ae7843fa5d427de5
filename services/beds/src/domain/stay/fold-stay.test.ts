import { a1, a2, amal, amalStay, at, b1, bryn, inA, on, telling } from '../testing/estate';
import { World } from '../testing/world';
import type { Telling } from './telling';
import { movementsOf } from './whereabouts';

/** The stay after these tellings, however delivered. */
function told(...tellings: readonly Telling[]) {
  const world = new World();
  for (const one of tellings) world.tell('23:00', [amalStay, one]);
  return world.fold(amalStay);
}

const steps = (...tellings: readonly Telling[]) =>
  told(...tellings).steps.map((step) => [
    step.kind,
    step.occurredAt.slice(11, 16),
    step.kind === 'placed' ? (step.place.bedId ?? step.place.wardId) : null,
  ]);

const admitted = telling('ADMITTED', '09:00', { place: at(a1), details: { patientClass: 'I', specialty: '300' } });
const moved = telling('TRANSFERRED', '10:00', { place: at(b1) });

describe('a stay', () => {
  it('admitted and moved has two steps', () => {
    expect(steps(admitted, moved)).toStrictEqual([
      ['placed', '09:00', a1],
      ['placed', '10:00', b1],
    ]);
    expect(told(admitted, moved)).toMatchObject({
      status: 'current',
      place: at(b1),
      admittedAt: on('09:00'),
      remarks: [],
    });
  });

  it('is the same when the transfer comes first', () => {
    expect({ ...told(moved, admitted), folded: 0 }).toStrictEqual({ ...told(admitted, moved), folded: 0 });
  });

  it('told the same visit again is one admission', () => {
    const again = telling('ADMITTED', '09:00', { place: at(a1), message: 'again', recorded: '09:05' });
    expect(steps(admitted, again)).toStrictEqual([['placed', '09:00', a1]]);
  });

  it('moved without an admission is opened from the snapshot', () => {
    expect(told(moved)).toMatchObject({ status: 'current', place: at(b1), remarks: ['opened-from-snapshot'] });
  });

  it('discharged without an admission is known and over', () => {
    const left = telling('DISCHARGED', '11:00', { place: at(a1), details: { dischargeMethod: '1' } });
    expect(told(left)).toMatchObject({
      ...{ status: 'discharged', present: false, dischargedAt: on('11:00'), dischargeMethod: '1' },
      remarks: ['opened-from-snapshot'],
    });
  });
});

describe('a cancel', () => {
  const transferBack = telling('TRANSFER_CANCELLED', '10:00', { recorded: '10:30', place: at(a1) });

  it('of a transfer goes back to the location in the message, claimed from when it was recorded', () => {
    const { place, steps: path } = told(admitted, moved, transferBack);
    expect(place).toStrictEqual(at(a1));
    expect(path.map((step) => (step.kind === 'placed' ? step.claimedAt : null))).toStrictEqual([
      on('09:00'),
      on('10:30'),
    ]);
  });

  it('that comes before what it cancels gives the same', () => {
    expect({ ...told(transferBack, moved, admitted), folded: 0 }).toStrictEqual({
      ...told(admitted, moved, transferBack),
      folded: 0,
    });
  });

  it('of a transfer names its time; another transfer stands', () => {
    const second = telling('TRANSFERRED', '11:00', { place: at(a2) });
    const back = telling('TRANSFER_CANCELLED', '10:00', { recorded: '11:30' });
    expect(steps(admitted, moved, second, back)).toStrictEqual([
      ['placed', '09:00', a1],
      ['placed', '10:00', a1],
      ['placed', '11:00', a2],
    ]);
  });

  it('of a discharge has the patient in again, and drops how they left', () => {
    const left = telling('DISCHARGED', '11:00', { details: { dischargeMethod: '1' } });
    const back = telling('DISCHARGE_CANCELLED', '11:00', { recorded: '11:20' });
    expect(told(admitted, left)).toMatchObject({ status: 'discharged', dischargeMethod: '1' });
    expect(told(admitted, left, back)).toMatchObject({ status: 'current', dischargeMethod: null, place: at(a1) });
    const again = telling('DISCHARGED', '12:00', { message: 'again' });
    expect(told(admitted, left, back, again)).toMatchObject({ status: 'discharged', dischargedAt: on('12:00') });
  });

  it('of a discharge takes back the last, also where it names its own time and the bed that was left', () => {
    const left = telling('DISCHARGED', '11:00', { place: at(a1) });
    const back = telling('DISCHARGE_CANCELLED', '11:20', { place: at(a1) });
    expect(told(admitted, left, back)).toMatchObject({ status: 'current', place: at(a1) });
  });

  it('of the admission is the end of the stay, even after moves, which is remarked', () => {
    const cancel = telling('ADMISSION_CANCELLED', '09:00', { recorded: '12:00' });
    expect(told(admitted, cancel)).toMatchObject({ status: 'cancelled', present: false, remarks: [] });
    expect(told(admitted, moved, cancel)).toMatchObject({ status: 'cancelled', remarks: ['cancelled-after-moves'] });
    const again = telling('ADMITTED', '09:00', { place: at(a2), message: 'again', recorded: '12:30' });
    expect(told(admitted, cancel, again)).toMatchObject({ status: 'current', place: at(a2) });
  });

  it('of a leave that began, and of one that ended', () => {
    const away = telling('LEAVE_STARTED', '10:00');
    const back = telling('LEAVE_ENDED', '11:00');
    const notAway = telling('LEAVE_START_CANCELLED', '10:00', { recorded: '10:10' });
    const notBack = telling('LEAVE_END_CANCELLED', '11:00', { recorded: '11:10' });
    expect(told(admitted, away).status).toBe('on-leave');
    expect(told(admitted, away, notAway).status).toBe('current');
    expect(told(admitted, away, back).status).toBe('current');
    expect(told(admitted, away, back, notBack).status).toBe('on-leave');
  });
});

describe('a correction', () => {
  const correction = (movement: string, recorded = '12:00') =>
    telling('CORRECTED', movement, {
      recorded,
      place: at(a2),
      movementAt: on(movement),
      details: { specialty: '430' },
    });

  it('puts the place right when it names our last movement', () => {
    expect(told(admitted, correction('09:00'))).toMatchObject({ place: at(a2), specialty: '430', patientClass: 'I' });
  });

  it('of an earlier movement corrects the history, not where the patient is', () => {
    expect(steps(admitted, moved, correction('09:00'))).toStrictEqual([
      ['placed', '09:00', a2],
      ['placed', '10:00', b1],
    ]);
  });

  it('that names another time, or none, changes all but the place', () => {
    expect(told(admitted, correction('09:30'))).toMatchObject({ place: at(a1), specialty: '430' });
    const noTime = telling('CORRECTED', '12:00', { place: at(a2), details: { specialty: null } });
    expect(told(admitted, noTime)).toMatchObject({ place: at(a1), specialty: null });
  });

  it('of a visit that nobody told of opens nothing', () => {
    expect(told(correction('09:00'))).toMatchObject({ status: 'unknown', present: false, steps: [] });
  });
});

describe('what is expected', () => {
  it('is advice until the patient comes', () => {
    const expected = telling('ADMISSION_EXPECTED', '08:00', { expectedAt: on('14:00'), place: inA });
    expect(told(expected)).toMatchObject({
      ...{ status: 'expected', present: false, expectedAdmissionAt: on('14:00'), requestedPlace: inA, steps: [] },
    });
    expect(told(expected, admitted)).toMatchObject({ status: 'current', place: at(a1), requestedPlace: null });
    const withdrawn = telling('ADMISSION_EXPECTATION_WITHDRAWN', '08:00', { recorded: '08:30' });
    expect(told(expected, withdrawn)).toMatchObject({ status: 'cancelled', expectedAdmissionAt: null });
  });

  it('of a transfer or a discharge never moves the patient', () => {
    const asked = telling('TRANSFER_REQUESTED', '10:00', { place: at(b1) });
    const planned = telling('DISCHARGE_PLANNED', '10:30', { expectedAt: on('16:00') });
    expect(told(admitted, asked, planned)).toMatchObject({
      ...{ place: at(a1), requestedPlace: at(b1), expectedDischargeAt: on('16:00') },
    });
    const notAsked = telling('TRANSFER_REQUEST_WITHDRAWN', '11:00');
    const notPlanned = telling('DISCHARGE_PLAN_WITHDRAWN', '11:30');
    expect(told(admitted, asked, planned, notAsked, notPlanned)).toMatchObject({
      ...{ requestedPlace: null, expectedDischargeAt: null },
    });
  });

  it('at a clinic is nobody in the hospital, until they are admitted', () => {
    const attended = telling('ATTENDED', '09:00', { place: inA, details: { patientClass: 'O' } });
    expect(told(attended)).toMatchObject({ status: 'current', present: false });
    const admittedThen = telling('RECLASSIFIED', '10:00', { place: at(a1), details: { patientClass: 'I' } });
    expect(told(attended, admittedThen)).toMatchObject({ present: true, place: at(a1) });
  });
});

describe('a later decoding of a message', () => {
  const wrong = telling('ADMITTED', '09:00', { place: at(a1), message: 'm1', decoding: 1 });
  const right = telling('ADMITTED', '09:00', { place: at(a2), message: 'm1', decoding: 2 });

  it('replaces the earlier one, whichever comes first', () => {
    expect(told(wrong, right).place).toStrictEqual(at(a2));
    expect(told(right, wrong).place).toStrictEqual(at(a2));
  });
});

describe('the history', () => {
  it('is where the patient truly was, and who says so', () => {
    const { steps: path } = told(moved, admitted, telling('DISCHARGED', '11:00'));
    expect(movementsOf(path, [])).toStrictEqual([
      { place: at(a1), since: on('09:00'), source: { messageId: 'ADMITTED-09:00' } },
      { place: at(b1), since: on('10:00'), source: { messageId: 'TRANSFERRED-10:00' } },
      { place: null, since: on('11:00'), source: { messageId: 'DISCHARGED-11:00' } },
    ]);
  });
});

it('a visit that iPM deletes is never deleted here', () =>
  expect(told(admitted, telling('VISIT_DELETED', '12:00'))).toMatchObject({
    ...{ status: 'current', place: at(a1), remarks: ['visit-deleted'] },
  }));

it('the patient is who the last telling that we heard was about', () =>
  expect(told(admitted, telling('TRANSFERRED', '08:00', { patientId: bryn })).patientId).toBe(bryn));

it('is about nobody else meanwhile', () => expect(told(admitted).patientId).toBe(amal));
