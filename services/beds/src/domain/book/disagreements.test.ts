import { deedId, type StayId } from '../ids';
import { day } from '../testing/day';
import {
  a1,
  a2,
  a3,
  amal,
  amalStay,
  at,
  b1,
  b2,
  brynStay,
  clerk,
  details,
  inA,
  inB,
  on,
  wardA,
  wardB,
} from '../testing/estate';

describe('BED-07: when iPM and the ward disagree about where a patient is', () => {
  const inA1 = () => {
    const d = day();
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    return d;
  };

  it('theirs is ours: confirmed, and the base moves', () => {
    const d = inA1();
    d.theWardMoves(amalStay, '10:00', b1);
    expect(d.world.book.stays.get(amalStay)).toMatchObject({ base: at(a1), ours: { place: at(b1), confirmed: true } });
    d.amal('TRANSFERRED', '10:05', { place: at(b1) });
    expect(d.world.book.stays.get(amalStay)).toMatchObject({ base: at(b1), ours: { place: at(b1), confirmed: true } });
    expect(d.concerns(amalStay)).toStrictEqual([]);
  });

  it('only theirs changed: accepted', () => {
    const d = inA1();
    d.amal('TRANSFERRED', '10:00', { place: at(b1) });
    expect(d.place(amalStay)).toStrictEqual([wardB, b1]);
    expect(d.occupants(a1)).toStrictEqual([]);
    expect(d.world.book.beds.get(a1)?.readiness).toBe('awaiting-clean');
  });

  it('only ours changed: ours is kept, and a snapshot that shows the base is no move', () => {
    const d = inA1();
    d.theWardMoves(amalStay, '10:00', b1);
    d.amal('CORRECTED', '10:30', { place: at(a1), movementAt: on('09:00') });
    d.amal('CORRECTED', '10:31', { place: at(a1) });
    d.amal('CORRECTED', '10:32', { place: at(a1), movementAt: on('10:32') });
    expect(d.place(amalStay)).toStrictEqual([wardB, b1]);
    expect(d.concerns(amalStay)).toStrictEqual([]);
  });

  it('theirs is coarser: our bay and bed are kept, and the ward is confirmed', () => {
    const d = day();
    d.amal('ADMITTED', '09:00', { place: inA });
    d.theWardMoves(amalStay, '10:00', a1);
    d.amal('TRANSFERRED', '11:00', { place: inA });
    expect(d.place(amalStay)).toStrictEqual([wardA, a1]);
    expect(d.world.book.stays.get(amalStay)?.base).toStrictEqual(inA);
  });

  it('both changed, same ward: ours wins for the bed', () => {
    const d = inA1();
    d.theWardMoves(amalStay, '10:00', a2);
    d.amal('TRANSFERRED', '11:00', { place: at(a3) });
    expect(d.place(amalStay)).toStrictEqual([wardA, a2]);
    expect(d.concerns(amalStay)).toStrictEqual([]);
  });

  it('both changed, different ward, theirs later: theirs, with a dispute', () => {
    const d = inA1();
    d.theWardMoves(amalStay, '10:00', a2);
    d.amal('TRANSFERRED', '11:00', { place: at(b1) });
    expect(d.place(amalStay)).toStrictEqual([wardB, b1]);
    expect(d.concerns(amalStay)).toStrictEqual(['location-disputed']);
  });

  it('both changed, different ward, ours later: ours, with a dispute', () => {
    const d = inA1();
    d.theWardMoves(amalStay, '10:00', a2);
    d.amal('TRANSFERRED', '09:55', { place: at(b1) });
    expect(d.place(amalStay)).toStrictEqual([wardA, a2]);
    expect(d.concerns(amalStay)).toStrictEqual(['location-disputed']);
  });

  it('a dispute that people settled is not raised again by the same word', () => {
    const d = inA1();
    d.theWardMoves(amalStay, '10:00', a2);
    d.amal('TRANSFERRED', '11:00', { place: at(b1) });
    d.does({ type: 'SettleDispute', stayId: amalStay, by: clerk, at: on('11:10') });
    d.amal('CORRECTED', '11:20', { details: { specialty: '430' } });
    expect(d.concerns(amalStay)).toStrictEqual([]);
  });

  it('theirs echoed ours, and came later elsewhere: theirs, and nothing to ask', () => {
    const d = inA1();
    d.theWardMoves(amalStay, '10:00', a2);
    d.amal('TRANSFERRED', '10:05', { place: at(a2) });
    d.amal('TRANSFERRED', '11:00', { place: at(b1) });
    expect(d.place(amalStay)).toStrictEqual([wardB, b1]);
    expect(d.concerns(amalStay)).toStrictEqual([]);
  });

  it('discharged there, seen in bed here: shown as such, and the bed is freed when the ward confirms', () => {
    const d = inA1();
    d.theWardConfirms(amalStay, '10:00');
    d.amal('DISCHARGED', '11:00');
    expect(d.place(amalStay)).toStrictEqual([wardA, a1]);
    expect(d.concerns(amalStay)).toStrictEqual(['discharged-still-in-bed']);
    d.does({ type: 'Discharge', stayId: amalStay, deedId: deedId('left'), by: clerk, at: on('12:00') });
    expect(d.place(amalStay)).toBe('gone');
    expect(d.occupants(a1)).toStrictEqual([]);
  });

  it('discharged there, and only ever told to be here: the bed is free', () => {
    const d = inA1();
    d.amal('DISCHARGED', '11:00');
    expect(d.place(amalStay)).toBe('gone');
    expect(d.world.book.beds.get(a1)).toMatchObject({ occupants: [], readiness: 'awaiting-clean' });
  });

  it('discharged here, open there: the bed can be used, and there is a task until iPM follows', () => {
    const d = inA1();
    d.does({ type: 'Discharge', stayId: amalStay, deedId: deedId('left'), by: clerk, at: on('10:00') });
    expect(d.place(amalStay)).toStrictEqual([null, null]);
    expect(d.occupants(a1)).toStrictEqual([]);
    expect(d.concerns(amalStay)).toStrictEqual(['discharged-here-open-there']);
    d.amal('CORRECTED', '10:30', { place: at(a1), movementAt: on('09:00') });
    expect(d.occupants(a1)).toStrictEqual([]);
    d.amal('DISCHARGED', '10:40');
    expect(d.place(amalStay)).toBe('gone');
  });

  it('admission cancelled there, seen in bed here: the occupant stays, unverified, with an urgent task', () => {
    const d = inA1();
    d.theWardConfirms(amalStay, '10:00');
    d.amal('ADMISSION_CANCELLED', '11:00');
    expect(d.occupants(a1)).toStrictEqual([amalStay]);
    expect(d.concerns(amalStay)).toStrictEqual(['cancelled-in-bed']);
  });

  it('deceased: iPM wins at once, and the bed is free without anybody confirming', () => {
    const d = inA1();
    d.theWardConfirms(amalStay, '10:00');
    d.does({
      type: 'NotePatientDetails',
      patient: details(amal, { revision: 2, deceased: true }),
      by: clerk,
      at: on('10:50'),
    });
    d.amal('DISCHARGED', '11:00');
    expect(d.place(amalStay)).toBe('gone');
  });

  it('a discharge that is cancelled finds its bed free, or the ward without a bed', () => {
    const free = inA1();
    free.amal('DISCHARGED', '11:00');
    free.amal('DISCHARGE_CANCELLED', '11:00', { recorded: '11:30' });
    expect(free.place(amalStay)).toStrictEqual([wardA, a1]);
    const reused = inA1();
    reused.amal('DISCHARGED', '11:00');
    reused.bryn('ADMITTED', '11:10', { place: at(a1) });
    reused.amal('DISCHARGE_CANCELLED', '11:00', { recorded: '11:30' });
    expect(reused.place(amalStay)).toStrictEqual([wardA, null]);
    expect(reused.occupants(a1)).toStrictEqual([brynStay]);
    expect(reused.concerns(amalStay)).toStrictEqual(['bed-taken']);
  });

  it('a transfer that is cancelled goes back to the location in the message, if nobody has come there since', () => {
    const d = inA1();
    d.amal('TRANSFERRED', '10:00', { place: at(b1) });
    d.bryn('ADMITTED', '10:10', { place: at(a1) });
    d.amal('TRANSFER_CANCELLED', '10:00', { recorded: '10:20', place: at(a1) });
    expect(d.place(amalStay)).toStrictEqual([wardA, null]);
    expect(d.occupants(a1)).toStrictEqual([brynStay]);
    d.bryn('TRANSFERRED', '10:30', { place: inB });
    expect(d.occupants(a1)).toStrictEqual([amalStay]);
  });

  it('a transfer of a visit that nobody has told of opens it from the snapshot', () => {
    const d = day();
    d.amal('TRANSFERRED', '10:00', { place: at(b2) });
    expect(d.place(amalStay)).toStrictEqual([wardB, b2]);
    expect(d.world.book.stays.get(amalStay)?.remarks).toStrictEqual(['opened-from-snapshot']);
  });

  it('leave keeps the bed, and ends', () => {
    const d = inA1();
    d.amal('LEAVE_STARTED', '10:00');
    expect(d.place(amalStay)).toStrictEqual([wardA, a1]);
    expect(d.world.book.stays.get(amalStay)?.leave?.since).toBe(on('10:00'));
    d.amal('LEAVE_ENDED', '12:00');
    expect(d.world.book.stays.get(amalStay)?.leave).toBeNull();
  });

  it('a stay that our people began becomes the one that iPM then tells of, bed and all', () => {
    const d = day();
    const ours = 'provisional' as StayId;
    d.does({
      ...{ type: 'Admit', stayId: ours, patient: details(amal), deedId: deedId('admit') },
      ...{ arrival: { to: { kind: 'bed', bedId: a2 } }, by: clerk, at: on('08:30') },
    });
    expect(d.concerns(ours)).toStrictEqual(['provisional-stay']);
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    expect(d.place(ours)).toBe('gone');
    expect(d.place(amalStay)).toStrictEqual([wardA, a2]);
    expect(d.occupants(a2)).toStrictEqual([amalStay]);
    expect(d.occupants(a1)).toStrictEqual([]);
    expect(d.concerns(amalStay)).toStrictEqual([]);
  });

  it('a telling that is told again changes nothing', () => {
    const d = inA1();
    const before = d.world.events.length;
    d.amal('ADMITTED', '09:00', { place: at(a1) });
    expect(d.world.events).toHaveLength(before);
  });

  it('a fold older than the one that the book has changes nothing', () => {
    const d = inA1();
    const old = d.world.fold(amalStay);
    d.amal('TRANSFERRED', '10:00', { place: at(b1) });
    const again = d.world.ask({ type: 'Reconcile', stays: [old], patients: [], by: clerk, at: on('10:01') });
    expect(again).toStrictEqual({ accepted: true, events: [] });
  });
});
