import { specify } from '@flow/platform/decider/testing';
import { canonicalOrder, deedId, holdId, stayId } from '../ids';
import {
  a1,
  a2,
  a3,
  amal,
  amalStay,
  at,
  b1,
  bryn,
  brynStay,
  clerk,
  details,
  estate,
  manager,
  on,
  wardA,
  wardB,
} from '../testing/estate';
import { bookDecider } from './book';
import type { BookEvent } from './events';

const given = (...history: BookEvent[]) => specify(bookDecider)(...estate, ...history);
const by = { by: clerk, at: on('09:00') };
const later = { by: manager, at: on('10:00') };
const toBed = (bedId: typeof a1) => ({ to: { kind: 'bed' as const, bedId } });
const orderAt = (time: string, deed: string) => canonicalOrder(`${on(time)}|${on(time)}|~|${deed}`);

const admission = {
  ...{ type: 'Admit' as const, stayId: amalStay, patient: details(amal), arrival: toBed(a1) },
  ...{ deedId: deedId('d1'), ...by },
};
const noted: BookEvent = { type: 'PatientDetailsNoted', ...details(amal), ...by };
const admittedDeed = {
  ...{ kind: 'placed' as const, why: 'admitted' as const, place: at(a1), sharing: false, deedId: deedId('d1') },
  ...{ by: clerk, occurredAt: on('09:00'), order: orderAt('09:00', 'd1') },
};
const admitted: BookEvent = {
  ...{ type: 'PatientsMoved', cause: 'admitted', occurredAt: on('09:00'), ...by },
  legs: [
    {
      ...{ stayId: amalStay, patientId: amal, from: null, to: { wardId: wardA, bedId: a1 }, deed: admittedDeed },
      ...{ notes: [], leaves: 'awaiting-clean' },
    },
  ],
};
const brynIn: BookEvent = {
  ...admitted,
  legs: [
    {
      ...{ stayId: brynStay, patientId: bryn, from: null, to: { wardId: wardB, bedId: b1 } },
      ...{ deed: { ...admittedDeed, place: at(b1), deedId: deedId('d0') }, notes: [], leaves: 'awaiting-clean' },
    },
  ],
};
const held: BookEvent = {
  ...{ type: 'BedHeld', bedId: a2, ...by },
  hold: { holdId: holdId('h1'), until: on('11:00'), reason: 'transfer', patientId: amal },
};
const move = { type: 'Move' as const, stayId: amalStay, arrival: toBed(a2), deedId: deedId('d2'), ...later };
const movedDeed = {
  ...{ kind: 'placed' as const, why: 'moved' as const, place: at(a2), sharing: false, deedId: deedId('d2') },
  ...{ by: manager, occurredAt: on('10:00'), order: orderAt('10:00', 'd2') },
};
const movedLeg = {
  ...{ stayId: amalStay, patientId: amal, from: { wardId: wardA, bedId: a1 }, to: { wardId: wardA, bedId: a2 } },
  ...{ deed: movedDeed, notes: [], leaves: 'awaiting-clean' as const },
};
const moved: BookEvent = { type: 'PatientsMoved', cause: 'moved', occurredAt: on('10:00'), legs: [movedLeg], ...later };

describe('admitting', () => {
  it('a free bed takes the patient', () => given().when(admission).then(noted, admitted));

  it('sent twice is done once', () => given(noted, admitted).when(admission).thenNothing());

  it('a patient who is in is not admitted again', () =>
    given(noted, admitted)
      .when({ ...admission, stayId: stayId('other'), deedId: deedId('d9'), arrival: toBed(a2) })
      .thenRejected({ code: 'PATIENT_ALREADY_IN' }));

  it('a second patient in an occupied bed is refused', () =>
    given(noted, admitted)
      .when({ ...admission, stayId: brynStay, patient: details(bryn), deedId: deedId('d3') })
      .thenRejected({ code: 'BED_OCCUPIED' }));

  it('a second patient is taken where sharing is asked for', () =>
    given(noted, admitted)
      .when({
        ...{ ...admission, stayId: brynStay, patient: details(bryn), deedId: deedId('d3') },
        arrival: { ...toBed(a1), sharing: true },
      })
      .then(
        { type: 'PatientDetailsNoted', ...details(bryn), ...by },
        {
          ...{ type: 'PatientsMoved', cause: 'admitted', occurredAt: on('09:00'), ...by },
          legs: [
            {
              ...{ stayId: brynStay, patientId: bryn, from: null, to: { wardId: wardA, bedId: a1 } },
              deed: { ...admittedDeed, sharing: true, deedId: deedId('d3'), order: orderAt('09:00', 'd3') },
              ...{ notes: [], leaves: 'awaiting-clean' },
            },
          ],
        },
      ));

  it('a time more than five minutes ahead is refused', () => {
    given()
      .when({ ...admission, occurredAt: on('09:06') })
      .thenRejected({ code: 'OCCURS_IN_THE_FUTURE' });
  });

  it('a closed or unclean bed is refused, unless that is meant', () => {
    const closed: BookEvent = { type: 'BedClosed', bedId: a1, reason: 'estates', occurredAt: on('08:00'), ...by };
    const dirty: BookEvent = {
      type: 'BedReadinessChanged',
      bedId: a1,
      readiness: 'cleaning',
      occurredAt: on('08:00'),
      ...by,
    };
    given(closed).when(admission).thenRejected({ code: 'BED_CLOSED' });
    given(dirty).when(admission).thenRejected({ code: 'BED_NOT_CLEAN' });
    const arrival = { ...toBed(a1), despite: ['closed', 'not-clean'] as const };
    const leg = { ...admitted.legs[0]!, notes: ['not-clean', 'closed'] as const };
    given(closed, dirty)
      .when({ ...admission, arrival })
      .then(noted, { ...admitted, legs: [leg] });
  });

  it('taken back, the bed is as it was', () =>
    given(noted, admitted)
      .when({ type: 'CancelAdmission', stayId: amalStay, ...later })
      .then({
        ...{ type: 'PatientsMoved', cause: 'admission-cancelled', occurredAt: on('10:00'), ...later },
        legs: [
          {
            ...{ stayId: amalStay, patientId: amal, from: { wardId: wardA, bedId: a1 }, to: null },
            ...{ withdraws: [deedId('d1')], ours: null, notes: [], leaves: 'clean' },
          },
        ],
      }));
});

describe('moving', () => {
  it('empties one bed and fills the other in one event', () => given(noted, admitted).when(move).then(moved));

  it('sent twice is done once', () => given(noted, admitted, moved).when(move).thenNothing());

  it('into a held bed needs the hold to be cited', () => {
    given(noted, admitted, held).when(move).thenRejected({ code: 'BED_HELD_FOR_ANOTHER_PATIENT' });
    given(noted, admitted, held)
      .when({ ...move, arrival: { ...toBed(a2), holdId: holdId('h1') } })
      .then(moved);
  });

  it('on a hold that lapsed at its time is refused, even to the patient whom it was for', () =>
    given(noted, admitted, held)
      .when({ ...move, at: on('11:00'), arrival: { ...toBed(a2), holdId: holdId('h1') } })
      .thenRejected({ code: 'HOLD_EXPIRED' }));

  it('a clock that went back does not revive a hold: time is that of the last event', () => {
    const opened: BookEvent = { type: 'BedOpened', bedId: a3, occurredAt: on('11:00'), by: clerk, at: on('11:00') };
    given(noted, admitted, held, opened)
      .when({ ...move, at: on('10:59'), arrival: { ...toBed(a2), holdId: holdId('h1') } })
      .thenRejected({ code: 'HOLD_EXPIRED' });
  });

  it('said to have been before the last movement is refused', () =>
    given(noted, admitted)
      .when({ ...move, occurredAt: on('08:59') })
      .thenRejected({ code: 'OCCURRED_BEFORE_LAST_MOVEMENT' }));

  it('taken back, the patient is where they were and the other bed as it was', () =>
    given(noted, admitted, moved)
      .when({ type: 'RevertMove', stayId: amalStay, deedId: deedId('d2'), by: clerk, at: on('10:30') })
      .then({
        ...{ type: 'PatientsMoved', cause: 'move-reverted', occurredAt: on('10:30'), by: clerk, at: on('10:30') },
        legs: [
          {
            ...{ stayId: amalStay, patientId: amal, from: movedLeg.to, to: movedLeg.from, withdraws: [deedId('d2')] },
            ours: {
              ...{ place: at(a1), since: on('09:00'), claimedAt: on('09:00'), order: orderAt('09:00', 'd1') },
              ...{ confirmed: true, sharing: false },
            },
            ...{ notes: [], leaves: 'clean' },
          },
        ],
      }));

  it('is not taken back into a bed that another has by now', () => {
    const taken: BookEvent = {
      ...brynIn,
      legs: [{ ...brynIn.legs[0]!, to: { wardId: wardA, bedId: a1 } }],
    };
    given(noted, admitted, moved, taken)
      .when({ type: 'RevertMove', stayId: amalStay, deedId: deedId('d2'), ...later })
      .thenRejected({ code: 'BED_OCCUPIED' });
  });

  it('only the last deed is taken back', () =>
    given(noted, admitted, moved)
      .when({ type: 'RevertMove', stayId: amalStay, deedId: deedId('d1'), ...later })
      .thenRejected({ code: 'NOT_THE_LAST_DEED' }));
});

describe('swapping', () => {
  const swap = { type: 'Swap' as const, first: amalStay, second: brynStay, deedId: deedId('d4'), ...later };
  const deed = { ...movedDeed, why: 'swapped' as const, deedId: deedId('d4'), order: orderAt('10:00', 'd4') };
  const swapped: BookEvent = {
    ...{ type: 'PatientsMoved', cause: 'swapped', occurredAt: on('10:00'), ...later },
    legs: [
      {
        ...{ stayId: amalStay, patientId: amal, from: { wardId: wardA, bedId: a1 }, to: { wardId: wardB, bedId: b1 } },
        ...{ deed: { ...deed, place: at(b1) }, notes: [], leaves: 'clean' },
      },
      {
        ...{ stayId: brynStay, patientId: bryn, from: { wardId: wardB, bedId: b1 }, to: { wardId: wardA, bedId: a1 } },
        ...{ deed: { ...deed, place: at(a1) }, notes: [], leaves: 'clean' },
      },
    ],
  };
  const both = [noted, admitted, brynIn] as const;

  it('is one event of two legs', () =>
    given(...both)
      .when(swap)
      .then(swapped));
  it('sent twice is done once', () =>
    given(...both, swapped)
      .when(swap)
      .thenNothing());
  it('needs two people', () =>
    given(...both)
      .when({ ...swap, second: amalStay })
      .thenRejected({ code: 'SAME_PATIENT_TWICE' }));
  it('taken back is one event of two legs as well', () => {
    const state = [...estate, ...both, swapped].reduce(bookDecider.evolve, bookDecider.initialState);
    const back = bookDecider.decide({ ...swap, type: 'RevertSwap' }, state);
    expect(back).toMatchObject({
      accepted: true,
      events: [{ cause: 'swap-reverted', legs: [{ to: { bedId: a1 } }, { to: { bedId: b1 } }] }],
    });
    const after = (back.accepted ? back.events : []).reduce(bookDecider.evolve, state);
    expect([after.beds.get(a1)?.occupants, after.beds.get(b1)?.occupants]).toStrictEqual([[amalStay], [brynStay]]);
  });
});

describe('what a person saw', () => {
  it('a bed that changed since is refused, and says who changed it and when', () =>
    given(noted, admitted, held)
      .when({ ...move, seen: [{ id: a2, seq: estate.length + 2 }] })
      .thenRejected({ code: 'CHANGED_SINCE_SEEN', id: a2, fact: 'hold', by: clerk, at: on('09:00') }));

  it('a stay that changed since is refused', () =>
    given(noted, admitted, moved)
      .when({ ...move, arrival: toBed(a3), deedId: deedId('d5'), seen: [{ id: amalStay, seq: estate.length + 2 }] })
      .thenRejected({ code: 'CHANGED_SINCE_SEEN', id: amalStay, fact: 'stay', by: manager, at: on('10:00') }));

  it('a fact that the command does not depend on may have changed', () => {
    const opened: BookEvent = { type: 'BedClosed', bedId: a3, reason: 'fire', occurredAt: on('09:30'), ...by };
    given(noted, admitted, opened)
      .when({
        ...move,
        seen: [
          { id: a2, seq: estate.length },
          { id: amalStay, seq: estate.length + 2 },
        ],
      })
      .then(moved);
  });
});
