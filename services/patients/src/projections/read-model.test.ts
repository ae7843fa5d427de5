import { replay } from '@flow/platform/decider/decider';
import { patientDecider, type PatientEvent } from '../domain/patient';
import { amal, bryn, cerys, firstNumber, merged, numberOf, order, registered, told } from '../domain/testing';
import { nhsNumberDocument } from './nhs-number-document';
import { numberKey, patientDocument, type PatientDocument } from './patient-document';

const history: PatientEvent[] = [
  registered(amal),
  told(1, { family: 'Khan', nhsNumber: firstNumber, otherIdentifiers: [{ authority: 'RYY', value: '77' }] }),
  merged(bryn, 2),
];

function documentAfter(...revisions: number[]): PatientDocument | undefined {
  let document: PatientDocument | undefined;
  for (const revision of revisions) {
    const event = history[revision]!;
    const before = document && structuredClone(document);
    document = patientDocument(before, { patientId: amal, revision, position: `p${revision}`, event });
  }
  return document;
}

describe('the document of a patient', () => {
  it('can be found by each of its numbers', () =>
    expect(documentAfter(0, 1)).toMatchObject({
      _id: amal,
      number: numberKey(numberOf(amal)),
      otherNumbers: ['3:RYY|77'],
      nhsNumber: firstNumber,
      mergedInto: null,
      person: { name: { family: 'Khan' } },
      revision: 1,
      position: 'p1',
    }));

  it('is found by its hospital number only once it was merged', () =>
    expect(documentAfter(0, 1, 2)).toMatchObject({
      number: numberKey(numberOf(amal)),
      otherNumbers: [],
      nhsNumber: null,
      mergedInto: bryn,
    }));

  it('is the same when events come twice', () =>
    expect(documentAfter(0, 1, 0, 1, 1, 2)).toStrictEqual(documentAfter(0, 1, 2)));

  it('holds what its stream knows', () => {
    const state = replay(patientDecider, history);
    expect(documentAfter(0, 1, 2)?.state).toStrictEqual({ record: state?.record, noted: state?.noted });
  });

  it('stops at a gap rather than show a wrong person', () =>
    expect(() => documentAfter(0, 2)).toThrow('event 2 came after event 0'));
});

it('the document of an NHS number says who holds it', () => {
  const first = nhsNumberDocument(undefined, {
    name: 'hmac',
    revision: 0,
    position: 'p0',
    event: { type: 'NhsNumberClaimed', patientId: bryn, firstTold: order(4) },
  });
  const second = {
    name: 'hmac',
    revision: 1,
    position: 'p1',
    event: { type: 'NhsNumberClaimed', patientId: cerys, firstTold: order(2) },
  } as const;
  const expected = {
    _id: 'hmac',
    claimants: { [bryn]: order(4), [cerys]: order(2) },
    holder: cerys,
    revision: 1,
    position: 'p1',
  };
  expect(nhsNumberDocument(first, second)).toStrictEqual(expected);
  expect(nhsNumberDocument(nhsNumberDocument(first, second), second)).toStrictEqual(expected);
});
