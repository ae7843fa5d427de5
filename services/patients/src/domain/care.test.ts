import { replay } from '@flow/platform/decider/decider';
import { specify } from '@flow/platform/decider/testing';
import { careIn, patientDecider, type PatientCommand, type PatientEvent } from './patient';
import type { NotedRecord } from './record';
import { amal, at, bryn, consented, merged, order, registered, said } from './testing';

const given = specify(patientDecider);
const sms = (consent: 'given' | 'refused' | 'withdrawn', minute: number, seen?: number): PatientCommand => ({
  ...{ type: 'RecordContact', change: { consents: { sms: consent }, points: [] }, ...said(minute) },
  ...(seen !== undefined && { seen: order(seen) }),
});
const needs = (formats: readonly 'BRAILLE'[] | null, minute: number): PatientCommand => ({
  ...{ type: 'RecordNeeds', needs: { formats }, ...said(minute) },
});

describe('a consent', () => {
  it('is recorded of somebody who is known', () => {
    given().when(sms('given', 1)).thenRejected({ code: 'PATIENT_NOT_KNOWN' });
    given(registered(amal))
      .when(sms('given', 1))
      .then(consented(1, { sms: 'given' }));
  });
  it('that is said again later is a word of its own, and once is enough', () => {
    given(registered(amal), consented(1, { sms: 'given' }))
      .when(sms('given', 2))
      .then(consented(2, { sms: 'given' }));
    given(registered(amal), consented(2, { sms: 'given' }))
      .when(sms('given', 2))
      .thenNothing();
  });
  it('is withdrawn', () =>
    given(registered(amal), consented(1, { sms: 'given' }))
      .when(sms('withdrawn', 2))
      .then(consented(2, { sms: 'withdrawn' })));
  it('is not given over a withdrawal that nobody saw', () =>
    given(registered(amal), consented(1, { sms: 'given' }), consented(2, { sms: 'withdrawn' }, 'carl'))
      .when(sms('given', 3, 1))
      .thenRejected({ code: 'CHANGED_SINCE_SEEN', by: 'carl', at }));
  it('is not given by a clock that is behind a withdrawal', () =>
    given(registered(amal), consented(5, { sms: 'withdrawn' }, 'carl'))
      .when(sms('given', 4))
      .thenRejected({ code: 'CHANGED_SINCE_SEEN', by: 'carl', at }));
});

describe('needs', () => {
  it('end with null', () =>
    given(registered(amal), { type: 'NeedsRecorded', needs: { formats: ['BRAILLE'] }, ...said(1) })
      .when(needs(null, 2))
      .then({ type: 'NeedsRecorded', needs: { formats: null }, ...said(2) }));
});

/** Bryn's record as Amal's stream has it, merged at that minute. */
function noted(minute: number, ...events: readonly PatientEvent[]): PatientEvent {
  const state = replay(patientDecider, [registered(bryn), ...events, merged(amal, minute)]);
  if (state === null) throw new Error('Bryn was not registered.');
  const record: NotedRecord = { ...state.record, revision: events.length + 1 };
  return { type: 'RecordNoted', record };
}

describe('of records that were merged', () => {
  const consentOf = (...events: readonly PatientEvent[]) => {
    const state = replay(patientDecider, [registered(amal), ...events]);
    return state && careIn(state).consents.sms?.value;
  };
  it('a refusal outlasts the merge', () =>
    expect(consentOf(noted(5, consented(1, { sms: 'refused' })), consented(3, { sms: 'given' }))).toBe('refused'));
  it('a consent since then ends it', () =>
    expect(consentOf(noted(5, consented(1, { sms: 'refused' })), consented(6, { sms: 'given' }))).toBe('given'));
  it('a consent does not outlast a later refusal', () =>
    expect(consentOf(noted(5, consented(1, { sms: 'given' })), consented(3, { sms: 'refused' }))).toBe('refused'));
});
