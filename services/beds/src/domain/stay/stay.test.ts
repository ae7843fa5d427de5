import { specify } from '@flow/platform/decider/testing';
import { canonicalOrder, deedId } from '../ids';
import { a1, amal, amalStay, at, bryn, brynStay, clerk, on, telling } from '../testing/estate';
import { toldStay } from './fold-stay';
import { stayDecider } from './stay';
import type { StayEvent } from './stay-events';

const given = specify(stayDecider);
const stayId = amalStay;
const first = telling('ADMITTED', '09:00', { place: at(a1), message: 'm1' });
const second = telling('ADMITTED', '09:00', { place: at(a1), message: 'm1', decoding: 2 });
const told = (one: typeof first): StayEvent => ({ type: 'StayTold', stayId, telling: one });
const withdrawn: StayEvent = { type: 'TellingsWithdrawn', stayId, partner: 'ipm', messageId: 'm1', decoding: 2 };
const deed = {
  ...{ kind: 'left' as const, deedId: deedId('d1'), occurredAt: on('10:00'), by: clerk },
  order: canonicalOrder(`${on('10:00')}|~`),
};
const left: StayEvent = { type: 'DeedRecorded', stayId, patientId: amal, deed };

it('what is told is taken as told', () => given().when({ type: 'Tell', stayId, telling: first }).then(told(first)));

it('told again is told once', () => given(told(first)).when({ type: 'Tell', stayId, telling: first }).thenNothing());

it('an earlier decoding is no news, a later one is', () => {
  given(told(second)).when({ type: 'Tell', stayId, telling: first }).thenNothing();
  given(told(first)).when({ type: 'Tell', stayId, telling: second }).then(told(second));
});

it('a decoding that no longer speaks of the stay takes back what earlier ones said', () => {
  const withdraw = { type: 'WithdrawTellings' as const, stayId, partner: 'ipm', messageId: 'm1', decoding: 2 };
  given(told(first)).when(withdraw).then(withdrawn);
  given(told(first), withdrawn).when(withdraw).thenNothing();
  given(told(first), withdrawn).when({ type: 'Tell', stayId, telling: first }).thenNothing();
  const state = [told(first), withdrawn].reduce(stayDecider.evolve, stayDecider.initialState);
  expect(toldStay(stayId, state)).toMatchObject({ status: 'unknown', steps: [], began: null });
});

it('a deed is recorded once, and taken back once', () => {
  given().when({ type: 'RecordDeed', stayId, patientId: amal, deed }).then(left);
  given(left).when({ type: 'RecordDeed', stayId, patientId: amal, deed }).thenNothing();
  const back: StayEvent = { type: 'DeedWithdrawn', stayId, deedId: deed.deedId, at: on('10:30') };
  const withdraw = { type: 'WithdrawDeed' as const, stayId, deedId: deed.deedId, at: on('10:30') };
  given(left).when(withdraw).then(back);
  given(left, back).when(withdraw).thenNothing();
  const state = [left, back].reduce(stayDecider.evolve, stayDecider.initialState);
  expect(toldStay(stayId, state)).toMatchObject({ deeds: [], withdrawn: ['d1'] });
});

it('a stay of our own that turned out to be this one is noted once', () => {
  const join = { type: 'JoinProvisionalStay' as const, stayId, provisionalId: brynStay, at: on('11:00') };
  const joined: StayEvent = { type: 'ProvisionalStayJoined', stayId, provisionalId: brynStay, at: on('11:00') };
  given(told(first)).when(join).then(joined);
  given(told(first), joined).when(join).thenNothing();
});

it('what was told and done of a stay that is joined into another is no longer of this one', () => {
  const join = { type: 'JoinInto' as const, stayId, into: brynStay, at: on('11:00') };
  const joined: StayEvent = { type: 'StayJoinedInto', stayId, into: brynStay, at: on('11:00') };
  given(told(first), left).when(join).then(joined);
  given(told(first), left, joined).when(join).thenNothing();
  const state = [told(first), left, joined].reduce(stayDecider.evolve, stayDecider.initialState);
  expect(toldStay(stayId, state)).toMatchObject({ status: 'unknown', steps: [], deeds: [] });
});

it('a merge says who the patient is now', () => {
  const merged = { survivorId: bryn, retiredId: amal, order: first.order };
  given(told(first))
    .when({ type: 'MergeStayPatient', stayId, ...merged })
    .then({ type: 'StayPatientMerged', stayId, ...merged });
  const event: StayEvent = { type: 'StayPatientMerged', stayId, ...merged };
  given(told(first), event)
    .when({ type: 'MergeStayPatient', stayId, ...merged })
    .thenNothing();
  const state = [told(first), event].reduce(stayDecider.evolve, stayDecider.initialState);
  expect(toldStay(stayId, state)?.patientId).toBe(bryn);
});

it('a stay of which nobody has spoken is none', () =>
  expect(toldStay(stayId, stayDecider.initialState)).toBeUndefined());
