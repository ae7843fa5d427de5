import { specify } from '@flow/platform/decider/testing';
import { replay } from '@flow/platform/decider/decider';
import { patientDecider, personIn, type PatientEvent } from './patient';
import {
  amal,
  bryn,
  cerys,
  firstNumber,
  merge,
  merged,
  numberOf,
  order,
  registered,
  secondNumber,
  tell,
  told,
  unmerge,
  unmerged,
} from './testing';

const given = specify(patientDecider);
const personAfter = (...events: PatientEvent[]) => personIn(replay(patientDecider, events));

describe('telling', () => {
  it('registers a person who was not known, with what was told', () =>
    given()
      .when(tell(amal, 1, { family: 'Khan' }))
      .then(registered(amal), told(1, { family: 'Khan' })));

  it('registers a person of whom nothing but the number is told', () =>
    given()
      .when(tell(amal, 1, {}))
      .then(registered(amal)));

  it('sets what is told, deletes what is told as null, and leaves what is not told', () => {
    given(registered(amal), told(1, { family: 'Khan', given: 'Amal', phoneHome: '01632 960001' }))
      .when(tell(amal, 2, { family: 'Khan-Rees', phoneHome: null }))
      .then(told(2, { family: 'Khan-Rees', phoneHome: null }));
    expect(
      personAfter(
        registered(amal),
        told(1, { family: 'Khan', given: 'Amal', phoneHome: '01632 960001' }),
        told(2, { family: 'Khan-Rees', phoneHome: null }),
      ),
    ).toMatchObject({ name: { family: 'Khan-Rees', given: 'Amal' }, phoneHome: null });
  });

  it('keeps what a newer telling said when an older one comes late', () =>
    given(registered(amal), told(5, { family: 'Khan-Rees' }))
      .when(tell(amal, 2, { family: 'Khan', given: 'Amal' }))
      .then(told(2, { given: 'Amal' })));

  it('keeps a newer deletion when an older value comes late', () =>
    given(registered(amal), told(5, { phoneHome: null }))
      .when(tell(amal, 2, { phoneHome: '01632 960001' }))
      .thenNothing());

  it('notes that a value was told again, so that a word in between loses to it', () => {
    given(registered(amal), told(1, { family: 'Khan' }))
      .when(tell(amal, 5, { family: 'Khan' }))
      .then(told(5, {}, ['family']));
    given(registered(amal), told(1, { family: 'Khan' }), told(5, {}, ['family']))
      .when(tell(amal, 3, { family: 'Rees' }))
      .thenNothing();
  });

  it('settles two values under one order by their text', () => {
    given(registered(amal), told(1, { family: 'Khan' }))
      .when(tell(amal, 1, { family: 'Rees' }))
      .then(told(1, { family: 'Rees' }));
    given(registered(amal), told(1, { family: 'Rees' }))
      .when(tell(amal, 1, { family: 'Khan' }))
      .thenNothing();
  });

  it('refuses a number that is not the patient’s', () =>
    given(registered(amal))
      .when({ ...tell(amal, 1, {}), number: numberOf(bryn) })
      .thenRejected({ code: 'NUMBER_OF_ANOTHER_PATIENT' }));
});

describe('NHS numbers', () => {
  it('remembers when a number was first told, though the word came late', () => {
    given(registered(amal), told(5, { nhsNumber: firstNumber }))
      .when(tell(amal, 2, { nhsNumber: firstNumber }))
      .then({ ...told(2, {}), nhsNumberToldEarlier: firstNumber });
    expect(
      personAfter(registered(amal), told(5, { nhsNumber: firstNumber }), {
        ...told(2, {}),
        nhsNumberToldEarlier: firstNumber,
      })?.nhsNumber,
    ).toStrictEqual({ number: firstNumber, firstTold: order(2) });
  });

  it('shows the newest number; the status of another number is not its status', () =>
    expect(
      personAfter(
        registered(amal),
        told(1, { nhsNumber: firstNumber, nhsNumberStatus: '01' }),
        told(2, { nhsNumber: secondNumber }),
      ),
    ).toMatchObject({ nhsNumber: { number: secondNumber }, nhsNumberStatus: null }));

  it('keeps the status when the number is told again without one', () =>
    expect(
      personAfter(
        registered(amal),
        told(1, { nhsNumber: firstNumber, nhsNumberStatus: '01' }),
        told(2, {}, ['nhsNumber']),
      ),
    ).toMatchObject({ nhsNumberStatus: '01' }));

  it('shows a status without a number', () =>
    expect(personAfter(registered(amal), told(1, { nhsNumberStatus: '07' }))).toMatchObject({
      nhsNumber: null,
      nhsNumberStatus: '07',
    }));
});

describe('death', () => {
  it.each([
    ['an indicator', { deceased: true }, { at: null, notification: 'informal' }],
    ['a date alone', { deceasedAt: '2026-01-13' }, { at: '2026-01-13', notification: 'informal' }],
    [
      'a registration',
      { deceased: true, deceasedAt: '2026-01-13', deathNotification: 'formal' },
      { at: '2026-01-13', notification: 'formal' },
    ],
    ['an indicator of no beside a date', { deceased: false, deceasedAt: '2026-01-13' }, null],
    ['nothing', {}, null],
  ] as const)('is known from %s', (_what, telling, death) =>
    expect(personAfter(registered(amal), told(1, telling))?.death).toStrictEqual(death),
  );
});

describe('merging', () => {
  it('points the retired record to the survivor', () => {
    given(registered(bryn))
      .when(merge(bryn, amal, 3))
      .then(merged(amal, 3));
    expect(personAfter(registered(bryn), merged(amal, 3))?.mergedInto).toBe(amal);
  });

  it('registers a retired number that was never heard of, so that late messages find the survivor', () =>
    given()
      .when(merge(bryn, amal, 3))
      .then(registered(bryn), merged(amal, 3)));

  it('is undone by an unmerge', () => {
    given(registered(bryn), merged(amal, 3)).when(unmerge(4)).then(unmerged(4));
    expect(personAfter(registered(bryn), merged(amal, 3), unmerged(4))?.mergedInto).toBeNull();
  });

  it('stays undone when the older merge comes late', () =>
    given(registered(bryn), unmerged(4))
      .when(merge(bryn, amal, 3))
      .thenNothing());

  it('goes to the newer survivor, whichever word came first', () => {
    given(registered(bryn), merged(amal, 3))
      .when(merge(bryn, cerys, 5))
      .then(merged(cerys, 5));
    given(registered(bryn), merged(cerys, 5))
      .when(merge(bryn, amal, 3))
      .thenNothing();
  });

  it('refuses a patient who is merged into itself', () =>
    given(registered(bryn))
      .when(merge(bryn, bryn, 3))
      .thenRejected({ code: 'MERGED_INTO_ITSELF' }));
});
