import { replay } from '@flow/platform/decider/decider';
import fc from 'fast-check';
import type { Telling } from './details';
import { patientDecider, personIn, type PatientEvent, type PatientState } from './patient';
import type { NotedRecord } from './record';
import { amal, bryn, merged, order, registered, tell, told, unmerged, at } from './testing';

const some: fc.Arbitrary<Telling> = fc.record(
  {
    family: fc.constantFrom('Khan', 'Rees', null),
    given: fc.constantFrom('Amal', null),
    title: fc.constantFrom('Dr', null),
    birthDate: fc.constantFrom('1950-02-03', null),
    sex: fc.constantFrom('1' as const, null),
    postcode: fc.constantFrom('ZZ99 3AB', null),
    shielded: fc.boolean(),
    deceased: fc.boolean(),
    deceasedAt: fc.constantFrom('2026-01-13', null),
  },
  { requiredKeys: [] },
);
/** Of a change of one thing alone it must be known that it is one. */
const one: fc.Arbitrary<Telling> = fc
  .tuple(some, fc.nat(8))
  .map(([said, nth]) => Object.fromEntries(Object.entries(said).slice(nth, nth + 1)));
const telling = fc.oneof(some, one);
const word = fc.record({ telling, minute: fc.integer({ min: 1, max: 30 }) });

/** What a record of Bryn holds after these, as it is noted with another. */
function notedOf(words: readonly { telling: Telling; minute: number }[], revision: number): NotedRecord {
  const events = words.reduce<readonly PatientEvent[]>(
    (before, { telling: said, minute }) => [...before, ...decided(replay(patientDecider, before), bryn, minute, said)],
    [registered(bryn), merged(amal, 9)],
  );
  const state = replay(patientDecider, events);
  if (state === null) throw new Error('Bryn was registered.');
  return { ...state.record, revision };
}

function decided(state: PatientState, id: typeof amal, minute: number, said: Telling): readonly PatientEvent[] {
  const decision = patientDecider.decide(tell(id, minute, said), state);
  if (!decision.accepted) throw new Error(decision.rejection.code);
  return decision.events;
}

type Step = (state: PatientState, index: number) => readonly PatientEvent[];
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: word.map(
      ({ telling: said, minute }): Step =>
        (state) =>
          decided(state, amal, minute, said),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(word, { maxLength: 4 })
      .map((words): Step => (_, index) => [{ type: 'RecordNoted', record: notedOf(words, index) }]),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }).map((minute): Step => () => [merged(bryn, minute)]) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }).map((minute): Step => () => [unmerged(minute)]) },
);

/** All that the boards ask of a person. */
function onBoards(state: PatientState): string {
  const person = personIn(state);
  if (person === undefined) return '';
  const { mergedInto, name, sex, birthDate, restricted, death } = person;
  return JSON.stringify({ mergedInto, ...name, sex, birthDate, restricted, deceased: death !== null });
}

describe('since when a board shows a person as it does', () => {
  it('is the last event that changed what it shows, or a later one', () =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        let state = replay(patientDecider, [registered(amal)]);
        steps.forEach((next, index) => {
          for (const event of next(state, index)) {
            const after = patientDecider.evolve(state, event);
            if (onBoards(after) !== onBoards(state)) expect(after?.shownSince).toBe(after?.last);
            state = after;
          }
        });
      }),
    ));

  const since = (...events: PatientEvent[]) => replay(patientDecider, [registered(amal), ...events])?.shownSince;

  it('stays where all is told again, where a board shows nothing of it, and where people recorded how to reach somebody', () => {
    expect(since(told(1, { family: 'Khan' }))).toBe(1);
    expect(since(told(1, { family: 'Khan' }), told(2, {}, ['family']), told(3, { postcode: 'ZZ99 3AB' }))).toBe(1);
    const contact = { type: 'ContactRecorded', consents: { sms: 'given' }, points: [] } as const;
    expect(since(told(1, { family: 'Khan' }), { ...contact, order: order(2), occurredAt: at, by: 'ward-clerk' })).toBe(
      1,
    );
  });

  it('grows with a name, with shielding, and with every word once records were merged', () => {
    expect(since(told(1, { family: 'Khan' }), told(2, { given: 'Amal' }), told(3, { shielded: true }))).toBe(3);
    const note: PatientEvent = { type: 'RecordNoted', record: notedOf([], 0) };
    expect(since(told(1, { family: 'Khan' }), note, told(3, {}, ['family']))).toBe(3);
  });
});
