import { deedId, holdId, type BedId } from '../ids';
import { day } from '../testing/day';
import {
  a1,
  a2,
  amal,
  amalStay,
  at,
  b1,
  bryn,
  brynStay,
  clerk,
  coraStay,
  details,
  on,
  orderOf,
  telling,
  wardA,
} from '../testing/estate';

describe('a place that iPM tells', () => {
  it('is given: an admission into a free bed fills it', () => {
    const d = day();
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    expect(d.place(amalStay)).toStrictEqual([wardA, a1]);
    expect(d.concerns(amalStay)).toStrictEqual([]);
    expect(d.notes(amalStay)).toStrictEqual([]);
  });

  it('held for another: the patient is placed, and the hold is displaced', () => {
    const d = day();
    d.does({
      ...{ type: 'HoldBed', bedId: a1, holdId: holdId('h1'), until: on('12:00'), reason: 'admission' },
      ...{ patientId: bryn, by: clerk, at: on('08:00') },
    });
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    expect(d.place(amalStay)).toStrictEqual([wardA, a1]);
    expect(d.notes(amalStay)).toStrictEqual(['hold-displaced']);
    expect(d.concerns(amalStay)).toStrictEqual(['hold-displaced']);
    expect(d.world.book.beds.get(a1)?.hold).toBeNull();
    expect(d.world.events.filter(({ type }) => type === 'HoldReleased')).toStrictEqual([
      { type: 'HoldReleased', bedId: a1, holdId: 'h1', why: 'displaced', by: 'ipm', at: on('09:00') },
    ]);
  });

  it('held for the patient themselves: the hold is used up, and nothing is amiss', () => {
    const d = day();
    d.does({
      ...{ type: 'HoldBed', bedId: a1, holdId: holdId('h1'), until: on('12:00'), reason: 'admission' },
      ...{ patientId: amal, by: clerk, at: on('08:00') },
    });
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    expect(d.notes(amalStay)).toStrictEqual([]);
    expect(d.world.book.beds.get(a1)?.hold).toBeNull();
  });

  it('not clean: the patient is placed, flagged until it is clean', () => {
    const d = day();
    d.does({ type: 'MarkBedNotClean', bedId: a1, by: clerk, at: on('08:00') });
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    expect(d.place(amalStay)).toStrictEqual([wardA, a1]);
    expect(d.notes(amalStay)).toStrictEqual(['not-clean']);
    d.does({ type: 'MarkBedClean', bedId: a1, by: clerk, at: on('09:30') });
    expect(d.notes(amalStay)).toStrictEqual([]);
  });

  it('closed: the patient is placed, flagged until it is opened', () => {
    const d = day();
    d.does({ type: 'CloseBed', bedId: a1, reason: 'estates', by: clerk, at: on('08:00') });
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    expect(d.place(amalStay)).toStrictEqual([wardA, a1]);
    expect(d.notes(amalStay)).toStrictEqual(['closed']);
    expect(d.concerns(amalStay)).toStrictEqual(['placed-in-closed-bed']);
    d.does({ type: 'OpenBed', bedId: a1, by: clerk, at: on('09:30') });
    expect(d.concerns(amalStay)).toStrictEqual([]);
  });

  it('occupied: ward yes, bed none, and the append that vacates the bed gives it', () => {
    const d = day();
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.bryn('ADMITTED', '10:00', { place: at(a1) });
    expect(d.place(brynStay)).toStrictEqual([wardA, null]);
    expect(d.concerns(brynStay)).toStrictEqual(['bed-taken']);
    const before = d.world.events.length;
    d.amal('TRANSFERRED', '11:00', { place: at(b1) });
    expect(d.place(brynStay)).toStrictEqual([wardA, a1]);
    expect(d.concerns(brynStay)).toStrictEqual([]);
    expect(d.notes(brynStay)).toStrictEqual(['not-clean']);
    expect(d.world.events.slice(before).map(({ type }) => type)).toStrictEqual(['StayReconciled', 'PatientsMoved']);
  });

  it('vacated by the ward: the discharge itself gives the bed to whoever waits', () => {
    const d = day();
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.bryn('ADMITTED', '10:00', { place: at(a1) });
    d.does({ type: 'Discharge', stayId: amalStay, deedId: deedId('left'), by: clerk, at: on('11:00') });
    expect(d.occupants(a1)).toStrictEqual([brynStay]);
    expect(d.world.events.at(-1)).toMatchObject({ type: 'PatientsMoved', cause: 'discharged', legs: [{}, {}] });
  });

  it('claimed by two: the earlier arrival has it, whoever was told first', () => {
    const told = day();
    told.bryn('ADMITTED', '10:00', { place: at(a1) });
    told.amal('ADMITTED', '09:00', { place: at(a1) });
    expect(told.occupants(a1)).toStrictEqual([amalStay]);
    expect(told.place(brynStay)).toStrictEqual([wardA, null]);
  });

  it('claimed by two at the same moment: the smaller id has it', () => {
    const d = day();
    d.bryn('ADMITTED', '09:00', { place: at(a1) });
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    expect(d.occupants(a1)).toStrictEqual([amalStay]);
  });

  it('waited for by two: it goes to the earlier arrival', () => {
    const d = day();
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.cora('ADMITTED', '10:30', { place: at(a1) });
    d.bryn('ADMITTED', '10:00', { place: at(a1) });
    d.amal('DISCHARGED', '11:00');
    expect(d.occupants(a1)).toStrictEqual([brynStay]);
    expect(d.place(coraStay)).toStrictEqual([wardA, null]);
  });

  it('of a patient whom the ward has seen there: nobody told later takes it, not even one who arrived earlier', () => {
    const d = day();
    d.bryn('ADMITTED', '10:00', { place: at(a1) });
    expect(d.theWardConfirms(brynStay, '10:30').accepted).toBe(true);
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    expect(d.occupants(a1)).toStrictEqual([brynStay]);
    expect(d.place(amalStay)).toStrictEqual([wardA, null]);
    expect(d.concerns(amalStay)).toStrictEqual(['bed-taken']);
  });

  it('an exchange is the only thing that moves two whom the ward has seen, in one event of two legs', () => {
    const d = day();
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.bryn('ADMITTED', '09:10', { place: at(a2) });
    d.theWardConfirms(amalStay, '10:00');
    d.theWardConfirms(brynStay, '10:01');
    const half = (patient: typeof amal, bed: BedId) =>
      telling('TRANSFERRED', '11:00', { patientId: patient, place: at(bed), message: 'swap', exchange: true });
    const before = d.world.events.length;
    d.world.tell('11:00', [amalStay, half(amal, a2)], [brynStay, half(bryn, a1)]);
    expect(d.place(amalStay)).toStrictEqual([wardA, a2]);
    expect(d.place(brynStay)).toStrictEqual([wardA, a1]);
    const moves = d.world.events.slice(before).filter(({ type }) => type === 'PatientsMoved');
    expect(moves).toMatchObject([{ legs: [{ from: { bedId: a1 }, to: { bedId: a2 } }, { from: { bedId: a2 } }] }]);
    expect(d.world.book.beds.get(a1)?.readiness).toBe('clean');
  });

  it('an exchange told again changes nothing', () => {
    const d = day();
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.bryn('ADMITTED', '09:10', { place: at(b1) });
    const half = (patient: typeof amal, bed: BedId) =>
      telling('TRANSFERRED', '11:00', { patientId: patient, place: at(bed), message: 'swap', exchange: true });
    const tell = () => d.world.tell('11:00', [amalStay, half(amal, b1)], [brynStay, half(bryn, a1)]);
    tell();
    expect(tell()).toStrictEqual({ accepted: true, events: [] });
  });

  it('of two people who turn out to be one: both keep their beds, flagged', () => {
    const d = day();
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.bryn('ADMITTED', '09:30', { place: at(b1) });
    d.does({
      ...{ type: 'MergePatients', survivor: details(amal), retiredId: bryn, occurredAt: on('10:00') },
      ...{ order: orderOf(on('10:00'), on('10:00'), 'merge'), by: clerk, at: on('10:00') },
    });
    expect([d.occupants(a1), d.occupants(b1)]).toStrictEqual([[amalStay], [brynStay]]);
    expect(d.concerns(amalStay)).toStrictEqual(['merged-both-in-beds']);
    expect(d.world.book.stays.get(brynStay)?.patientId).toBe(amal);
  });

  it('of one patient with two open visits: the later arrival has the bed, and there is a task', () => {
    const d = day();
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    d.world.tell('10:00', [brynStay, telling('ADMITTED', '10:00', { place: at(b1), message: 'second' })]);
    expect([d.occupants(a1), d.occupants(b1)]).toStrictEqual([[], [brynStay]]);
    expect(d.concerns(amalStay)).toStrictEqual(['two-open-stays']);
  });

  it('that no map knows: the stay is in, without a ward, with a task', () => {
    const d = day();
    d.amal('ADMITTED', '09:00', { place: { wardId: null, bayId: null, bedId: null, unmappedId: 'u-1' } });
    expect(d.place(amalStay)).toStrictEqual([null, null]);
    expect(d.concerns(amalStay)).toStrictEqual(['unknown-place']);
  });
});
