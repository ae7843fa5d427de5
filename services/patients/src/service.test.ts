import { lookingUpIn, patientIn } from './testing/looking-up';
import { as, startForTest, type PatientsInTest } from './testing/patients-in-test';
import { khan, NHS, numbered, personInput, TELL_PERSON_DOCUMENT, tellingTo } from './testing/tellings';

let patients: PatientsInTest;
let tell: ReturnType<typeof tellingTo>;
let seen: ReturnType<typeof lookingUpIn>;
beforeEach(async () => {
  patients = await startForTest();
  tell = tellingTo(patients);
  seen = lookingUpIn(patients);
});
afterEach(async () => patients.close());

describe('telling of a person', () => {
  it('registers, sets, leaves and deletes field by field', async () => {
    const first = await tell.person(1, khan);
    expect(first).toMatchObject({ __typename: 'PersonTold', changed: true, created: true, restricted: false });
    const second = await tell.person(2, { hospitalNumber: numbered('A100'), given: 'Amala', phoneMobile: null });
    expect(second).toMatchObject({ patientId: first.patientId, changed: true, created: false });
    const answer = await seen.once({ id: first.patientId }, second.revision);
    expect(answer.errors).toBeUndefined();
    expect(answer.shown).toStrictEqual([first.patientId]);
    expect(patientIn(answer)).toStrictEqual({
      id: first.patientId,
      mergedInto: null,
      restricted: false,
      revision: second.revision,
      deceased: false,
      birthDate: '1980-02-29',
      sex: '2',
      name: { family: 'Khan', given: 'Amala' },
      nhsNumber: { value: NHS, display: '999 000 0018', status: '01', claimedElsewhere: false },
      hospitalNumbers: [numbered('A100')],
      contact: {
        address: ['1 Example Road', 'Testham'],
        postcode: 'ZZ99 3AA',
        phoneMobile: null,
        gpPractice: 'Y00001',
      },
      death: null,
    });
  });

  it('an older telling that comes late changes only what nothing newer set', async () => {
    const { patientId } = await tell.person(5, { hospitalNumber: numbered('A100'), family: 'New' });
    const late = await tell.person(3, { hospitalNumber: numbered('A100'), family: 'Old', given: 'Amal' });
    const answer = await seen.once({ id: patientId }, late.revision);
    expect(patientIn(answer)?.['name']).toStrictEqual({ family: 'New', given: 'Amal' });
  });

  it('the same telling again changes nothing and answers the same', async () => {
    const first = await tell.person(1, khan);
    expect(await tell.person(1, khan)).toStrictEqual(first);
  });

  it('refuses the same key with other input', async () => {
    await tell.person(1, khan);
    const again = await tell.person(1, { ...khan, family: 'Other' });
    expect(again).toMatchObject({ __typename: 'TellRefusal', code: 'IDEMPOTENCY_KEY_REUSED', retry: false });
  });

  it.each([
    ['no number', { family: 'Nobody' }, 'IDENTIFIER_MISSING'],
    ['an empty number', { hospitalNumber: { authority: 'RXX', value: '' } }, 'INVALID_INPUT'],
    ['a date that does not exist', { hospitalNumber: numbered('A1'), birthDate: '2026-02-30' }, 'INVALID_INPUT'],
    ['an unknown sex code', { hospitalNumber: numbered('A1'), sex: 'F' }, 'INVALID_INPUT'],
  ])('refuses %s', async (_what, person, code) => {
    expect(await tell.person(1, person)).toMatchObject({ __typename: 'TellRefusal', code, retry: false });
  });

  it('says that a patient has died', async () => {
    const told = await tell.person(1, { ...khan, deceased: true, deceasedAt: '2026-01-13' });
    expect(told.deceased).toBe(true);
    const answer = await seen.once({ id: told.patientId }, told.revision);
    expect(patientIn(answer)).toMatchObject({ deceased: true, death: { at: '2026-01-13', notification: 'informal' } });
  });

  it('is for our own services only', async () => {
    const input = personInput(1, khan);
    const answer = await patients.ask(TELL_PERSON_DOCUMENT, { input }, { identity: as('administrator') });
    expect(answer).toMatchObject({ data: { told: null }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });
});

describe('looking up', () => {
  it.each([['9990000018'], ['999 000 0018'], ['999-000-0018'], [' 99 9000 00 18 ']])(
    'finds an NHS number written as "%s"',
    async (nhsNumber) => {
      const { patientId, revision } = await tell.person(1, khan);
      expect(patientIn(await seen.once({ nhsNumber }, revision))?.id).toBe(patientId);
    },
  );

  it('says what is no NHS number', async () => {
    const answer = await seen.lookUp({ nhsNumber: '9990000019' });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(JSON.stringify(answer)).not.toContain('9990000019');
  });

  it('finds a hospital number of its authority only, and an other number where it names one patient', async () => {
    const other = { authority: 'RYY', value: '77' };
    const { patientId, revision } = await tell.person(1, { ...khan, otherIdentifiers: [other] });
    await seen.once({ id: patientId }, revision);
    expect(patientIn(await seen.lookUp({ hospitalNumber: numbered('A100') }))?.id).toBe(patientId);
    expect(patientIn(await seen.lookUp({ hospitalNumber: other }))?.id).toBe(patientId);
    expect(patientIn(await seen.lookUp({ hospitalNumber: { authority: 'RYY', value: 'A100' } }))).toBeNull();
  });

  it('finds by hospital number whoever was told a moment ago', async () => {
    const { patientId } = await tell.person(1, khan);
    expect(patientIn(await seen.lookUp({ hospitalNumber: numbered('A100') }))?.id).toBe(patientId);
  });

  it('takes exactly one of what names a patient', async () => {
    const answer = await seen.lookUp({ nhsNumber: NHS, id: 'x' });
    expect(answer.errors?.[0]?.message).toContain('Exactly one key');
    expect(patientIn(await seen.lookUp({ id: 'not a patient' }))).toBeNull();
  });

  it('is not for every role', async () => {
    const answer = await seen.lookUp({ nhsNumber: NHS }, as('wall-display'));
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
