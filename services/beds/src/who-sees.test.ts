import { laterBy } from '@flow/platform/time/instant';
import { until } from '@flow/platform/running/testing';
import { clerkOfA, clerkOfB, manager, startForTest, wall, type BedsInTest } from './testing/beds-in-test';
import { does, placeOf, tellTo, type Told } from './testing/telling';
import { bedIn, namedOn, WARD, wardOn } from './testing/ward-board';

let beds: BedsInTest;
let tell: ReturnType<typeof tellTo>;
beforeEach(async () => {
  beds = await startForTest();
  tell = tellTo(beds.first);
});
afterEach(async () => beds.close());

const ward = (wardId: string, minVersion?: string, who = manager) => wardOn(beds.first, wardId, minVersion, who);
const named = (wardId: string, version: string) => namedOn(beds.first, wardId, version);
const admitted = (patient: string, bed: string, more: object = {}): Promise<Told> =>
  tell('ADMITTED', '08:00', patient, { place: placeOf(bed), ...more });

describe('who sees what', () => {
  it('a shielded patient is known to their ward and the bed manager alone', async () => {
    const told = await admitted('amal', 'A1-01', { restricted: true });
    const bedFor = async (who: typeof manager) => bedIn(await ward('A1', told.version, who), 'A1-01');
    expect(await bedFor(clerkOfA)).toMatchObject({ reads: 'Occupied', occupants: [{ stayId: told.stayId }] });
    const theatre = { ...manager, roles: ['theatre-coordinator' as const] };
    expect(await bedFor(theatre)).toMatchObject({
      reads: 'Occupied, restricted',
      occupants: [{ stayId: null, family: null, restricted: true, patient: null }],
    });
    expect(await bedFor(wall)).toMatchObject({ reads: 'Occupied, restricted', occupants: [] });
    await until(async () => (await beds.first.ask(manager, stayQuery, { id: told.stayId })).data?.['stay'] !== null);
    expect((await beds.first.ask(theatre, stayQuery, { id: told.stayId })).data).toStrictEqual({ stay: null });
  });
  const stayQuery = 'query ($id: ID!) { stay(id: $id) { id } }';

  it('a shielded patient whom somebody opened by break-glass is shown to them: on the board, in lists, history and counts', async () => {
    const told = await admitted('amal', 'A1-01', { restricted: true });
    await ward('A1', told.version);
    const theatre = { ...manager, roles: ['theatre-coordinator' as const] };
    const opener = { ...theatre, breakGlass: ['amal'] };
    expect(bedIn(await ward('A1', told.version, opener), 'A1-01')).toMatchObject({
      reads: 'Occupied',
      occupants: [{ stayId: told.stayId, restricted: true, patient: { id: 'amal' } }],
    });
    await until(async () => (await beds.first.ask(opener, stayQuery, { id: told.stayId })).data?.['stay'] !== null);
    const HISTORY = '{ bed(id: "A1-01") { history { nodes { stayId } } } }';
    const historyFor = async (who: typeof manager) => JSON.stringify((await beds.first.ask(who, HISTORY)).data);
    await until(async () => (await historyFor(opener)).includes(told.stayId));
    expect(await historyFor(theatre)).not.toContain(told.stayId);
  });

  it('who is opened is shown in a ward that is not theirs, too, but nobody else there', async () => {
    const told = await admitted('amal', 'A1-01');
    await ward('A1', told.version);
    await until(async () => (await beds.first.ask(manager, stayQuery, { id: told.stayId })).data?.['stay'] !== null);
    const opener = { ...clerkOfB, breakGlass: ['amal'] };
    expect((await beds.first.ask(opener, stayQuery, { id: told.stayId })).data).toStrictEqual({
      stay: { id: told.stayId },
    });
    expect((await beds.first.ask(clerkOfB, stayQuery, { id: told.stayId })).data).toStrictEqual({ stay: null });
    const board = await beds.first.ask(opener, WARD, { wardId: 'A1' });
    expect(board.errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
    const display = { ...wall, breakGlass: ['amal'] };
    expect(bedIn(await ward('A1', told.version, display), 'A1-01')?.occupants).toStrictEqual([]);
  });

  it('a wall display sees beds and nobody, and reports nobody', async () => {
    const told = await admitted('amal', 'A1-01');
    await named('A1', told.version);
    const answer = await beds.first.ask(wall, WARD, { wardId: 'A1' });
    expect(answer.shown).toStrictEqual([]);
    expect(JSON.stringify(answer.data)).not.toMatch(/AMAL|amal/);
  });

  it('a clerk sees the wards of their scope, in boards, counts, tasks and by id', async () => {
    const told = await admitted('amal', 'A1-01');
    await ward('A1', told.version);
    expect((await beds.first.ask(clerkOfB, WARD, { wardId: 'A1' })).errors?.[0]?.extensions?.['code']).toBe(
      'NOT_FOUND',
    );
    const HOSPITAL = '{ hospitalBoard { wards { id } totals { beds occupied } } bed(id: "A1-01") { id } }';
    expect((await beds.first.ask(clerkOfB, HOSPITAL)).data).toStrictEqual({
      hospitalBoard: { wards: [{ id: 'B2' }], totals: { beds: 3, occupied: 0 } },
      bed: null,
    });
    expect((await beds.first.ask(clerkOfB, stayQuery, { id: told.stayId })).data).toStrictEqual({ stay: null });
    for (const stayId of [told.stayId, 'no-such-stay']) {
      const moved = await does(beds.first, clerkOfB, 'movePatient', { stayId, to: { bedId: 'B2-01' } });
      const gone = await does(beds.first, clerkOfB, 'dischargePatient', { stayId });
      expect([moved, gone]).toMatchObject([{ code: 'STAY_UNKNOWN' }, { code: 'STAY_UNKNOWN' }]);
    }
  });

  it('a bed or ward of others is refused as one that is not there', async () => {
    const until = laterBy(beds.clock.now(), 3_600_000);
    const tries = async (bedId: string, wardId: string) => [
      await does(beds.first, clerkOfB, 'markBedNotClean', { bedId }),
      await does(beds.first, clerkOfB, 'startCleaning', { bedId, expectedVersion: 'none' }),
      await does(beds.first, clerkOfB, 'holdBed', { bedId, until, reason: 'ELECTIVE', patientId: 'no one!' }),
      await does(beds.first, clerkOfB, 'admitPatient', { patientId: 'amal', to: { bedId } }),
      await does(beds.first, clerkOfB, 'admitPatient', { patientId: 'amal', to: { wardId } }),
    ];
    const unknown = await tries('A1-99', 'A9');
    const bedUnknown = { code: 'BED_UNKNOWN' };
    expect(unknown).toMatchObject([...Array.from({ length: 4 }, () => bedUnknown), { code: 'WARD_UNKNOWN' }]);
    expect(await tries('A1-01', 'A1')).toStrictEqual(unknown);
  });

  it('a place that is none is refused with what is wanted', async () => {
    for (const to of [{}, { bedId: 'B2-01', wardId: 'B2' }]) {
      expect(await does(beds.first, clerkOfB, 'admitPatient', { patientId: 'amal', to })).toMatchObject({
        code: 'INVALID_INPUT',
        message: 'A value is not of its kind. Exactly one of bedId and wardId is wanted in “to”.',
      });
    }
  });

  it('a shielded patient is nobody to those who may not know them where they lie', async () => {
    const held = { until: laterBy(beds.clock.now(), 3_600_000), reason: 'ELECTIVE' };
    beds.people.unknown.add('nobody-at-all');
    beds.people.known.set('amal', { family: 'AMAL', given: 'Test', revision: 1, restricted: true });
    const tries = async (who: typeof manager, patientId: string) => [
      await does(beds.first, who, 'admitPatient', { patientId, to: { bedId: 'B2-01' } }),
      await does(beds.first, who, 'holdBed', { bedId: 'B2-01', ...held, patientId }),
    ];
    await admitted('amal', 'A1-01', { restricted: true });
    const unknown = await tries(clerkOfB, 'nobody-at-all');
    expect(unknown).toMatchObject([{ code: 'PATIENT_UNKNOWN' }, { code: 'PATIENT_UNKNOWN' }]);
    expect(await tries(clerkOfB, 'amal')).toStrictEqual(unknown);
    expect(await tries({ ...clerkOfB, breakGlass: ['amal'] }, 'amal')).toMatchObject([
      { code: 'PATIENT_ALREADY_IN' },
      { __typename: 'BedsActionDone' },
    ]);
  });

  it.each(['contact-agent', 'ig-officer', 'integration-operator'] as const)('a %s sees no board', async (role) => {
    const answer = await beds.first.ask({ ...manager, roles: [role] }, '{ hospitalBoard { version } }');
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  it('people tell nothing', async () => {
    const input = {
      idempotencyKey: 'k',
      partner: 'p',
      messageId: 'm',
      order: 'o',
      occurredAt: 'x',
      place: {},
      status: 'O',
    };
    const TELL = 'mutation ($input: TellBedStatusInput!) { tellBedStatus(input: $input) { __typename } }';
    expect((await beds.first.ask(manager, TELL, { input })).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });
});
