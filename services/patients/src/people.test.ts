import { lookingUpIn, patientIn } from './testing/looking-up';
import { as, startForTest, until, type PatientsInTest } from './testing/patients-in-test';
import { khan, NHS, numbered, tellingTo } from './testing/tellings';

let patients: PatientsInTest;
let tell: ReturnType<typeof tellingTo>;
let seen: ReturnType<typeof lookingUpIn>;
beforeEach(async () => {
  patients = await startForTest();
  tell = tellingTo(patients);
  seen = lookingUpIn(patients);
});
afterEach(async () => patients.close());

describe('two people told one NHS number', () => {
  it('both keep it, the first told holds it, and a task asks people to compare them', async () => {
    const later = await tell.person(5, { hospitalNumber: numbered('B200'), nhsNumber: NHS, family: 'Later' });
    const first = await tell.person(2, khan);
    await until(
      () => seen.lookUp({ nhsNumber: NHS }),
      (answer) => patientIn(answer)?.id === first.patientId,
    );
    const second = patientIn(
      await until(
        () => seen.lookUp({ id: later.patientId }),
        (answer) => JSON.stringify(answer).includes('"claimedElsewhere":true'),
      ),
    );
    expect(second?.['nhsNumber']).toMatchObject({ value: NHS, claimedElsewhere: true });
    const tasks = await until(
      () =>
        patients.ask(
          '{ patientTasks(first: 5) { nodes { kind subjects suggestedFix ownerRole } pageInfo { hasNextPage } } }',
          {},
          { identity: as('service-manager') },
        ),
      (answer) => JSON.stringify(answer).includes('COMPARE'),
    );
    expect(tasks.data?.['patientTasks']).toStrictEqual({
      nodes: [
        {
          kind: 'nhs-number-claimed-elsewhere',
          subjects: [later.patientId, first.patientId],
          suggestedFix: 'COMPARE_AND_MERGE',
          ownerRole: 'SERVICE_MANAGER',
        },
      ],
      pageInfo: { hasNextPage: false },
    });
  });
});

describe('a merge', () => {
  it('leads both numbers to the survivor, and late messages too', async () => {
    const retired = await tell.person(1, { ...khan, hospitalNumber: numbered('B200') });
    const survivor = await tell.person(2, { hospitalNumber: numbered('A100'), family: 'Khan' });
    const merged = await tell.merge(3, { hospitalNumber: numbered('A100') }, numbered('B200'));
    expect(merged).toMatchObject({
      __typename: 'MergeTold',
      survivorId: survivor.patientId,
      retiredId: retired.patientId,
    });
    const late = await tell.person(4, { hospitalNumber: numbered('B200'), phoneMobile: '07700 900002' });
    expect(late).toMatchObject({ patientId: survivor.patientId, changed: true, created: false });
    const answer = await seen.once({ hospitalNumber: numbered('B200') }, late.revision);
    expect(patientIn(answer)).toMatchObject({
      id: survivor.patientId,
      nhsNumber: { value: NHS, claimedElsewhere: false },
      hospitalNumbers: [numbered('A100'), numbered('B200')],
      contact: { phoneMobile: '07700 900002' },
    });
    for (const id of [survivor.patientId, retired.patientId]) {
      const records = (await patients.ask('query ($id: ID!) { patientRecords(id: $id) }', { id })).data;
      expect(records).toStrictEqual({ patientRecords: [survivor.patientId, retired.patientId] });
    }
    const entities = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Patient { id mergedInto name { family } } } }`;
    const r = [retired, survivor].map(({ patientId: id }) => ({ __typename: 'Patient', id }));
    expect((await patients.ask(entities, { r })).data?.['_entities']).toStrictEqual([
      { id: retired.patientId, mergedInto: survivor.patientId, name: { family: 'Khan' } },
      { id: survivor.patientId, mergedInto: null, name: { family: 'Khan' } },
    ]);
  });

  it('of a number never heard of is remembered', async () => {
    const merged = await tell.merge(3, { hospitalNumber: numbered('A100') }, numbered('B200'));
    const late = await tell.person(1, { hospitalNumber: numbered('B200'), family: 'Khan' });
    expect(late).toMatchObject({ patientId: merged.survivorId, created: false });
  });

  it('needs two numbers', async () => {
    const same = await tell.merge(3, { hospitalNumber: numbered('A100') }, numbered('A100'));
    expect(same).toMatchObject({ __typename: 'TellRefusal', code: 'INVALID_INPUT' });
  });
});

describe('a shielded patient', () => {
  const clerkOfOneWard = { ...as('ward-clerk'), scope: { sites: 'all', wards: ['W1'], specialties: 'all' } } as const;
  const managerOfOneSite = {
    ...as('bed-manager'),
    scope: { sites: ['S1'], wards: 'all', specialties: 'all' },
  } as const;

  it('is known to those who may see restricted patients, without an address', async () => {
    const told = await tell.person(1, { ...khan, shielded: true });
    expect(told.restricted).toBe(true);
    const answer = await seen.once({ nhsNumber: NHS }, told.revision);
    expect(patientIn(answer)).toMatchObject({ restricted: true, name: { family: 'Khan' }, contact: null });
    expect(answer.shown).toStrictEqual([told.patientId]);
  });

  it.each([
    ['a booking clerk', as('booking-clerk')],
    ['a ward clerk of some wards', clerkOfOneWard],
    ['a bed manager of some sites', managerOfOneSite],
  ])('is nobody to %s', async (_who, identity) => {
    const { patientId, revision } = await tell.person(1, { ...khan, shielded: true });
    const byId = await seen.once({ id: patientId }, revision, identity);
    expect(patientIn(byId)).toStrictEqual({
      id: patientId,
      mergedInto: null,
      restricted: true,
      revision,
      deceased: null,
      birthDate: null,
      sex: null,
      name: null,
      nhsNumber: null,
      hospitalNumbers: null,
      contact: null,
      death: null,
    });
    expect(byId.shown).toStrictEqual([]);
    expect(patientIn(await seen.lookUp({ nhsNumber: NHS }, identity))).toBeNull();
    expect(patientIn(await seen.lookUp({ hospitalNumber: numbered('A100') }, identity))).toBeNull();
  });

  it('stays so under a merge, until a newer word ends it', async () => {
    await tell.person(1, { ...khan, hospitalNumber: numbered('B200'), shielded: true });
    const merged = await tell.merge(3, { hospitalNumber: numbered('A100') }, numbered('B200'));
    expect(merged.restricted).toBe(true);
    expect((await tell.person(4, { hospitalNumber: numbered('A100'), shielded: false })).restricted).toBe(false);
  });
});

describe('details for other services', () => {
  const DETAILS =
    'query ($ids: [ID!]!) { personDetails(ids: $ids) { patientId family given sex birthDate restricted deceased revision } }';

  it('are as fresh as the last telling, and only for services', async () => {
    const { patientId, revision } = await tell.person(1, khan);
    const ids = [patientId, '00000000-0000-4000-8000-000000000009'];
    const answer = await patients.ask(DETAILS, { ids });
    expect(answer).toStrictEqual({
      data: {
        personDetails: [
          {
            patientId,
            family: 'Khan',
            given: 'Amal',
            sex: '2',
            birthDate: '1980-02-29',
            restricted: false,
            deceased: false,
            revision,
          },
        ],
      },
      shown: [patientId],
    });
    expect((await patients.ask(DETAILS, { ids }, { identity: as('bed-manager') })).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});

it('documents thrown away and built anew are the same', async () => {
  const [service] = patients.services;
  await tell.person(1, { ...khan, hospitalNumber: numbered('B200'), shielded: true });
  await tell.person(2, { hospitalNumber: numbered('C300'), nhsNumber: NHS, family: 'Other' });
  await tell.merge(3, { hospitalNumber: numbered('A100') }, numbered('B200'));
  await until(
    () => seen.lookUp({ hospitalNumber: numbered('A100') }),
    (answer) => JSON.stringify(answer).includes('"claimedElsewhere":false'),
  );
  const all = () =>
    Promise.all(['A100', 'B200', 'C300'].map((value) => seen.lookUp({ hospitalNumber: numbered(value) })));
  const before = await all();
  const done: number[] = [];
  const { events } = (await service?.rebuild?.((progress) => done.push(progress.done))) ?? { events: 0 };
  expect(events).toBeGreaterThan(8);
  expect(done.length).toBeGreaterThan(0);
  expect(await all()).toStrictEqual(before);
});
