import { until } from '@flow/platform/running/testing';
import { clerkOfA, manager, startForTest, type BedsInTest } from './testing/beds-in-test';
import { does, placeOf, tellTo, withdraw, type Told } from './testing/telling';
import { bedIn, namedOn, wardOn } from './testing/ward-board';

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

describe('what iPM tells is on the board', () => {
  it('BED-01: a ward with its bays, its beds and their attributes', async () => {
    const board = await ward('A1');
    expect(board.beds.map(({ id }) => id)).toStrictEqual(['A1-01', 'A1-02', 'A1-03', 'A1-04']);
    expect(board).toMatchObject({ bays: [{ code: 'A1-1' }], beds: [{ kind: 'BAY', oxygen: false }, {}, {}, {}] });
  });

  it('an admission, by name, once the writer waits for its version', async () => {
    const told = await admitted('amal', 'A1-01');
    expect(told).toMatchObject({ __typename: 'StayTold', changed: true, tasks: [] });
    const board = await named('A1', told.version);
    expect(board).toMatchObject({ behind: false, ward: { counts: { beds: 4, available: 3, occupied: 1 } } });
    expect(bedIn(board, 'A1-01')).toMatchObject({
      label: 'OCCUPIED',
      reads: 'Occupied',
      occupants: [{ stayId: told.stayId, family: 'AMAL', given: 'Test', provisional: false, patient: { id: 'amal' } }],
    });
  });

  it('the same told again changes nothing', async () => {
    const told = await admitted('amal', 'A1-01');
    expect(await admitted('amal', 'A1-01', { patientRevision: 2 })).toMatchObject({ stayId: told.stayId });
  });

  it('BED-18: a discharge and a transfer of a stay that nobody told of make what is missing', async () => {
    const moved = await tell('TRANSFERRED', '08:30', 'amal', { place: placeOf('A1-02') });
    expect(bedIn(await ward('A1', moved.version), 'A1-02')).toMatchObject({ label: 'OCCUPIED' });
    const left = await tell('DISCHARGED', '08:40', 'bryn', { place: placeOf('A1-03') });
    expect(left.__typename).toBe('StayTold');
    expect(bedIn(await ward('A1', left.version), 'A1-03')?.label).not.toBe('OCCUPIED');
  });

  it('what a message no longer says, once it is understood in another way, is on no board', async () => {
    const { stayId } = await admitted('amal', 'A1-01');
    const told = await withdraw(beds.first, 'ADMITTED', '08:00', 'amal');
    expect(told).toMatchObject({ __typename: 'StayTold', stayId, changed: true });
    expect(bedIn(await ward('A1', told.version), 'A1-01')).toMatchObject({ occupants: [] });
  });

  it('BED-07: somebody whom iPM has discharged and the ward saw in bed is of concern', async () => {
    const { stayId } = await admitted('amal', 'A1-01');
    await does(beds.first, clerkOfA, 'confirmPlace', { stayId });
    const left = await tell('DISCHARGED', '09:30', 'amal', { place: placeOf('A1-01') });
    const [occupant] = bedIn(await ward('A1', left.version), 'A1-01')?.occupants ?? [];
    expect(occupant?.concerns ?? []).toContain('DISCHARGED_STILL_IN_BED');
    await until(async () => {
      const answer = await beds.first.ask(manager, '{ bedTasks { nodes { kind wardId stay { id } } } }');
      return JSON.stringify(answer.data).includes('"kind":"discharged-still-in-bed","wardId":"A1"');
    });
  });

  it('BED-22: a patient on leave keeps the bed', async () => {
    await admitted('amal', 'A1-01');
    const left = await tell('LEAVE_STARTED', '08:30', 'amal', { place: placeOf('A1-01') });
    expect(bedIn(await ward('A1', left.version), 'A1-01')).toMatchObject({ label: 'OCCUPIED_ON_LEAVE' });
  });
});

describe('what a ward does is on the board', () => {
  it('BED-02: reserved until a time, occupied, awaiting clean, being cleaned, clean, closed', async () => {
    const hold = { bedId: 'A1-01', until: '2026-02-03T10:00:00Z', reason: 'ELECTIVE' };
    const held = await does(beds.first, clerkOfA, 'holdBed', hold);
    expect(held).toMatchObject({ __typename: 'BedsActionDone', bedIds: ['A1-01'] });
    const label = async (version: string) => bedIn(await ward('A1', version), 'A1-01')?.label;
    expect(await label(held.version)).toBe('RESERVED');
    const { holdId } = held;
    const to = { bedId: 'A1-01', holdId };
    const { stayIds, version } = await does(beds.first, clerkOfA, 'admitPatient', { patientId: 'amal', to });
    expect(await label(version)).toBe('OCCUPIED');
    const left = await does(beds.first, clerkOfA, 'dischargePatient', { stayId: stayIds[0] });
    expect(await label(left.version)).toBe('AWAITING_CLEAN');
    const bedId = 'A1-01';
    expect(await label((await does(beds.first, clerkOfA, 'startCleaning', { bedId })).version)).toBe('CLEANING');
    expect(await label((await does(beds.first, clerkOfA, 'markBedClean', { bedId })).version)).toBe('AVAILABLE');
    const closed = await does(beds.first, clerkOfA, 'closeBed', { bedId, reason: 'STAFFING' });
    expect(await label(closed.version)).toBe('CLOSED');
    expect(await label((await does(beds.first, clerkOfA, 'openBed', { bedId })).version)).toBe('AVAILABLE');
  });

  it('BED-02: a hold frees itself at its time', async () => {
    const until9 = { bedId: 'A1-01', until: '2026-02-03T09:30:00Z', reason: 'ELECTIVE' };
    await does(beds.first, clerkOfA, 'holdBed', until9);
    beds.clock.set('2026-02-03T09:31:00.000Z' as ReturnType<typeof beds.clock.now>);
    await until(async () => bedIn(await ward('A1'), 'A1-01')?.label === 'AVAILABLE');
  });

  it('BED-03, BED-04: nobody else into an occupied bed but by sharing, and nobody into two', async () => {
    const to = { bedId: 'A1-01' };
    await does(beds.first, clerkOfA, 'admitPatient', { patientId: 'amal', to });
    expect(await does(beds.first, clerkOfA, 'admitPatient', { patientId: 'bryn', to })).toMatchObject({
      __typename: 'BedsRefusal',
      code: 'BED_OCCUPIED',
    });
    const again = await does(beds.first, clerkOfA, 'admitPatient', { patientId: 'amal', to: { bedId: 'A1-02' } });
    expect(again.__typename).toBe('BedsRefusal');
    const shared = await does(beds.first, clerkOfA, 'admitPatient', {
      patientId: 'cora',
      to: { ...to, sharing: true },
    });
    expect(bedIn(await ward('A1', shared.version), 'A1-01')?.occupants).toHaveLength(2);
  });

  it('BED-06: two patients change places in one step, and back', async () => {
    const amal = await admitted('amal', 'A1-01');
    const bryn = await admitted('bryn', 'B2-01');
    const pair = { stayId: amal.stayId, otherStayId: bryn.stayId };
    const swapped = await does(beds.first, manager, 'swapPatients', pair);
    expect(bedIn(await named('B2', swapped.version), 'B2-01')?.occupants[0]?.family).toBe('AMAL');
    const back = await does(beds.first, manager, 'revertSwap', pair);
    expect(bedIn(await named('A1', back.version), 'A1-01')?.occupants[0]?.family).toBe('AMAL');
  });

  it('BED-19: an occupied bed is not closed', async () => {
    await admitted('amal', 'A1-01');
    const refusal = await does(beds.first, clerkOfA, 'closeBed', { bedId: 'A1-01', reason: 'STAFFING' });
    expect(refusal).toMatchObject({ __typename: 'BedsRefusal', code: 'BED_OCCUPIED' });
  });

  it('BED-19: for an infection it is closed with the patient in it, where that is asked for', async () => {
    await admitted('amal', 'A1-01');
    const infection = { bedId: 'A1-01', reason: 'INFECTION' };
    expect(await does(beds.first, clerkOfA, 'closeBed', infection)).toMatchObject({ code: 'BED_OCCUPIED' });
    const { version } = await does(beds.first, clerkOfA, 'closeBed', { ...infection, keepOccupant: true });
    expect(bedIn(await ward('A1', version), 'A1-01')).toMatchObject({ label: 'CLOSED_OCCUPIED', occupants: [{}] });
  });

  it('refuses what rests on a row that has changed since it was seen, and says who changed it', async () => {
    const seen = bedIn(await ward('A1'), 'A1-01')?.version;
    await does(beds.first, manager, 'closeBed', { bedId: 'A1-01', reason: 'FIRE' });
    const to = { bedId: 'A1-01', expectedBedVersion: seen };
    const refusal = await does(beds.first, clerkOfA, 'admitPatient', { patientId: 'amal', to });
    expect(refusal).toMatchObject({ code: 'CHANGED_SINCE_SEEN', changedBy: 'bed-manager', id: 'A1-01' });
  });

  it('refuses a version that no row ever had', async () => {
    const to = { bedId: 'A1-01', expectedBedVersion: 'r99999999' };
    const refusal = await does(beds.first, clerkOfA, 'admitPatient', { patientId: 'amal', to });
    expect(refusal).toMatchObject({ __typename: 'BedsRefusal', code: 'VERSION_NEVER_GIVEN' });
  });

  it('the same key is the same doing', async () => {
    const input = { idempotencyKey: 'one', patientId: 'amal', to: { bedId: 'A1-01' } };
    const first = await does(beds.first, clerkOfA, 'admitPatient', input);
    expect(await does(beds.first, clerkOfA, 'admitPatient', input)).toMatchObject({ stayIds: first.stayIds });
    const other = { ...input, to: { bedId: 'A1-02' } };
    expect(await does(beds.first, clerkOfA, 'admitPatient', other)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});

describe('history', () => {
  it('of a stay: everything told and done, taken back too', async () => {
    const { stayId } = await admitted('amal', 'A1-01');
    const moved = await does(beds.first, clerkOfA, 'movePatient', { stayId, to: { bedId: 'A1-02' } });
    const back = await does(beds.first, clerkOfA, 'revertMove', { stayId, deedId: moved.deedId });
    expect(back.__typename).toBe('BedsActionDone');
    // The row of the book comes with the board, the history with the read model: each in its own time.
    await ward('A1', back.version);
    const HISTORY = `query ($id: ID!) { stay(id: $id) { status bed { id } history { from what takenBack by place { bedId } } } }`;
    await until(async () =>
      JSON.stringify((await beds.first.ask(clerkOfA, HISTORY, { id: stayId })).data).includes('"takenBack":true'),
    );
    const answer = await beds.first.ask(clerkOfA, HISTORY, { id: stayId });
    expect(answer.data?.['stay']).toStrictEqual({
      status: 'CURRENT',
      bed: { id: 'A1-01' },
      history: [
        { from: 'ipm', what: 'ADMITTED', takenBack: false, by: null, place: { bedId: 'A1-01' } },
        { from: 'ward', what: 'moved', takenBack: true, by: 'ward-clerk', place: { bedId: 'A1-02' } },
      ],
    });
    expect(answer.shown).toStrictEqual(['amal']);
  });

  it('of a stay that we end or begin, what it amounts to, and what iPM alone tells', async () => {
    const STAY = `query ($id: ID!) { stay(id: $id) { status admittedAt dischargedAt toldStatus toldAdmittedAt toldDischargedAt } }`;
    const shown = async (id: string, status: string) => {
      const ask = async () => (await beds.first.ask(manager, STAY, { id })).data?.['stay'];
      await until(async () => JSON.stringify(await ask()).includes(`"status":"${status}"`));
      return ask();
    };
    const amal = await admitted('amal', 'A1-01');
    await does(beds.first, clerkOfA, 'dischargePatient', { stayId: amal.stayId });
    const [at8, at9] = ['2026-02-03T08:00:00.000+00:00', '2026-02-03T09:00:00.000+00:00'];
    expect(await shown(amal.stayId, 'DISCHARGED')).toStrictEqual({
      ...{ status: 'DISCHARGED', admittedAt: at8, dischargedAt: at9 },
      ...{ toldStatus: 'CURRENT', toldAdmittedAt: at8, toldDischargedAt: null },
    });
    const bryn = await does(beds.first, clerkOfA, 'admitPatient', { patientId: 'bryn', to: { bedId: 'A1-02' } });
    expect(await shown(bryn.stayIds[0] ?? '', 'CURRENT')).toStrictEqual({
      ...{ status: 'CURRENT', admittedAt: at9, dischargedAt: null },
      ...{ toldStatus: 'UNKNOWN', toldAdmittedAt: null, toldDischargedAt: null },
    });
  });

  it('of a bed, and the stays of a patient', async () => {
    const { stayId } = await admitted('amal', 'A1-01');
    const BED = '{ bed(id: "A1-01") { history { nodes { what stayId patient { id } } } } }';
    await until(async () =>
      JSON.stringify((await beds.first.ask(manager, BED)).data).includes(`"arrived","stayId":"${stayId}"`),
    );
    const STAYS = `{ _entities(representations: [{ __typename: "Patient", id: "amal" }]) { ... on Patient { stays { id status } } } }`;
    const { data } = await beds.first.ask(manager, STAYS);
    expect(data).toStrictEqual({ _entities: [{ stays: [{ id: stayId, status: 'CURRENT' }] }] });
  });
});
