import { replay } from '@flow/platform/decider/decider';
import type { Telling } from './details';
import type { PatientId } from './ids';
import { lineageOf } from './lineage';
import { patientDecider, personIn, type PatientEvent } from './patient';
import type { NotedRecord } from './record';
import { amal, bryn, cerys, firstNumber, merged, numberOf, order, registered, told, unmerged } from './testing';

/** Bryn's record with these tellings, as a survivor notes it. */
function recordOf(id: PatientId, ...events: PatientEvent[]): NotedRecord {
  const state = replay(patientDecider, [registered(id), ...events]);
  return { ...state!.record, revision: events.length };
}
const survivorWith = (own: readonly PatientEvent[], ...noted: NotedRecord[]) =>
  personIn(
    replay(patientDecider, [
      registered(amal),
      ...own,
      ...noted.map((record): PatientEvent => ({ type: 'RecordNoted', record })),
    ]),
  );

describe('what a survivor shows', () => {
  it('is its own details before those of the merged record, however new', () =>
    expect(
      survivorWith([told(1, { family: 'Khan' })], recordOf(bryn, told(5, { family: 'Rees' }), merged(amal, 9))),
    ).toMatchObject({ name: { family: 'Khan' }, hospitalNumbers: [numberOf(amal), numberOf(bryn)] }));

  it('is what was told of the retired number after the merge', () =>
    expect(
      survivorWith(
        [told(1, { family: 'Khan' })],
        recordOf(bryn, told(5, { family: 'Rees' }), merged(amal, 9), told(10, { family: 'Rhys' })),
      ),
    ).toMatchObject({ name: { family: 'Rhys' } }));

  it('fills what it was never told from the merged record', () =>
    expect(
      survivorWith(
        [told(1, { family: 'Khan' })],
        recordOf(bryn, told(5, { nhsNumber: firstNumber, nhsNumberStatus: '01' }), merged(amal, 9)),
      ),
    ).toMatchObject({ nhsNumber: { number: firstNumber, firstTold: order(5) }, nhsNumberStatus: '01' }));

  it('never sets one record’s street beside the other’s postcode', () =>
    expect(
      survivorWith(
        [told(1, { address: ['1 Mill Lane'] })],
        recordOf(bryn, told(5, { address: ['2 Weir Street'], postcode: 'ZZ99 3AB' }), merged(amal, 9)),
      ),
    ).toMatchObject({ address: ['1 Mill Lane'], postcode: null }));

  it('loses the other record at an unmerge', () =>
    expect(
      survivorWith([told(1, { family: 'Khan' })], recordOf(bryn, told(5, { sex: '1' }), merged(amal, 9), unmerged(12))),
    ).toMatchObject({ hospitalNumbers: [numberOf(amal)], sex: null, mergedInto: null }));

  it('reaches over a chain of merges', () =>
    expect(
      survivorWith(
        [told(1, { family: 'Khan' })],
        recordOf(bryn, merged(amal, 9)),
        recordOf(cerys, told(2, { sex: '2' }), merged(bryn, 4)),
      ),
    ).toMatchObject({ sex: '2', hospitalNumbers: [numberOf(amal), numberOf(bryn), numberOf(cerys)] }));
});

describe('shielding', () => {
  const shielded: Telling = { shielded: true };
  it.each([
    ['never told', [], [], false],
    ['told', [told(1, shielded)], [], true],
    ['told and ended', [told(1, shielded), told(2, { shielded: false })], [], false],
    ['told and deleted', [told(1, shielded), told(2, { shielded: null })], [], false],
    [
      'inherited at a merge, though the survivor was told no',
      [told(7, { shielded: false })],
      [told(5, shielded)],
      true,
    ],
    ['inherited, and ended since', [told(10, { shielded: false })], [told(5, shielded)], false],
  ])('%s', (_what, own, others, restricted) =>
    expect(survivorWith(own, recordOf(bryn, ...others, merged(amal, 9)))).toMatchObject({ restricted }),
  );
});

describe('the way from a record to its survivor', () => {
  const pointers = (...merges: [from: PatientId, into: PatientId, minute: number][]) => {
    const map = new Map(merges.map(([from, into, minute]) => [from, { into, order: order(minute) }]));
    return (id: PatientId) => map.get(id);
  };

  it('is nothing for a record that was not merged', () =>
    expect(lineageOf(amal, pointers())).toStrictEqual({ survivor: amal, merges: [], circle: [] }));

  it('follows a chain', () =>
    expect(lineageOf(cerys, pointers([cerys, bryn, 2], [bryn, amal, 5]))).toStrictEqual({
      survivor: amal,
      merges: [order(2), order(5)],
      circle: [],
    }));

  it.each([
    [amal, []],
    [bryn, [order(5), order(8)]],
    [cerys, [order(8)]],
  ])('sets the oldest merge of a circle aside (from %s)', (from, merges) =>
    expect(lineageOf(from, pointers([amal, bryn, 2], [bryn, cerys, 5], [cerys, amal, 8]))).toMatchObject({
      survivor: amal,
      merges,
    }),
  );
});
