import { until } from '@flow/platform/running/testing';
import { instant, laterBy, type Instant } from '@flow/platform/time/instant';
import { as, iggy, startForTest, type RecordsInTest } from './testing/records-in-test';

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
const [ANN, ANN_BEFORE] = [id(1), id(2)];
const wes = as('wes', 'ward-clerk');
const HOUR_MS = 3_600_000;

const OPEN = `mutation ($input: BreakGlassInput!) { breakGlass(input: $input) {
  __typename ... on BreakGlassOpened { id until } ... on BreakGlassRefused { code } } }`;
const QUEUE = `query ($status: BreakGlassReviewStatus) { breakGlassReviews(status: $status) { nodes {
  id user reason noteId patientIds ageHours overdue status outcome reviewedBy version } } }`;
const REVIEW = `mutation ($input: ReviewBreakGlassInput!) { reviewBreakGlass(input: $input) {
  __typename ... on BreakGlassReviewed { review { status outcome reviewedBy version } } ... on BreakGlassRefused { code } } }`;

interface Opened {
  readonly __typename: string;
  readonly id: string;
  readonly until: string;
  readonly code: string;
}
interface Row {
  readonly id: string;
  readonly user: string;
  readonly patientIds: readonly string[] | null;
}

describe('break-glass', () => {
  let records: RecordsInTest;
  let now: Instant;
  let notes: Readonly<Record<string, unknown>>[];
  let notesAreAway: boolean;
  let keys = 0;
  const answers = {
    PatientRecords: (told: { readonly id?: unknown }) => ({ patientRecords: told.id === ANN ? [ANN, ANN_BEFORE] : [] }),
    PatientByNumber: ({ by }: { readonly by?: unknown }) => ({
      patient: JSON.stringify(by).includes('P1') ? { id: ANN } : null,
    }),
    PatientsInBed: (told: { readonly id?: unknown }) => ({
      bed: told.id === 'W1-01' ? { occupants: [{ patient: { id: ANN } }] } : null,
    }),
    WriteReason: ({ input }: { readonly input?: unknown }) => {
      if (notesAreAway) throw new Error('The notes are away.');
      notes.push(input as Readonly<Record<string, unknown>>);
      return { written: { note: { id: id(9) } } };
    },
  };
  beforeEach(async () => {
    now = instant('2026-03-02T10:00:00.000Z');
    [notes, notesAreAway] = [[], false];
    records = await startForTest({ answers, clock: { now: () => now, monotonicMs: () => performance.now() } });
  });
  afterEach(async () => records.stop());

  async function open(patient: object, more: object = {}, who = wes): Promise<Opened> {
    keys += 1;
    const input = { idempotencyKey: `k${keys}`, patient, reason: 'EMERGENCY_CARE', ...more };
    const { data, errors } = await records.ask(OPEN, { input }, who);
    if (errors) throw new Error(JSON.stringify(errors));
    return data?.['breakGlass'] as unknown as Opened;
  }
  async function queue(status = 'OPEN'): Promise<readonly Row[]> {
    const { data } = await records.ask(QUEUE, { status });
    return (data?.['breakGlassReviews'] as unknown as { readonly nodes: readonly Row[] }).nodes;
  }
  async function review(input: object, who = iggy): Promise<unknown> {
    keys += 1;
    const { data, errors } = await records.ask(REVIEW, { input: { idempotencyKey: `r${keys}`, ...input } }, who);
    if (errors) throw new Error(JSON.stringify(errors));
    return data?.['reviewBreakGlass'];
  }
  const openTo = (who = wes) => records.records.opened.withOpened(who).breakGlass;

  it.each([
    ['an id', { id: ANN }],
    ['a bed', { bedId: 'W1-01' }],
    ['an NHS number', { nhsNumber: '999 P1' }],
    ['a hospital number', { hospitalNumber: { authority: 'RXX', value: 'P1' } }],
  ])('opens whoever is named by %s, under every id of theirs, to who asked and for an hour', async (_by, patient) => {
    expect(await open(patient)).toMatchObject({ until: '2026-03-02T11:00:00.000+00:00' });
    expect([openTo(), openTo(as('ned', 'ward-clerk'))]).toStrictEqual([[ANN, ANN_BEFORE], undefined]);
    now = instant('2026-03-02T11:00:00.000Z');
    expect(openTo()).toBeUndefined();
  });

  it('answers the same where nobody is named, records it, and opens nobody', async () => {
    const [there, nobody] = [await open({ id: ANN }), await open({ id: id(7) })];
    expect({ ...nobody, id: '' }).toStrictEqual({ ...there, id: '' });
    await until(async () => (await queue()).length === 2);
    expect((await queue()).map(({ patientIds }) => patientIds)).toContainEqual(null);
  });

  it('keeps what was written as a note of patients, and no word of it here', async () => {
    await open({ id: ANN }, { reason: 'OTHER', text: ' Her daughter rang. ' });
    expect(notes).toMatchObject([
      { patientId: ANN, kind: 'BREAK_GLASS_REASON', text: 'Her daughter rang.', onBehalfOf: 'wes' },
    ]);
    await open({ nhsNumber: '9990001234' }, { reason: 'OTHER', text: 'Daughter' });
    const stored = await Promise.all(
      (await queue('OPEN')).map(async (row) => records.engines.events.read(`breakGlass-${row.id}`, { limit: 10 })),
    );
    expect(JSON.stringify(stored)).not.toMatch(/aughter|9990001234/);
  });

  it.each([
    ['OTHER without words', { reason: 'OTHER', text: '  ' }, 'TEXT_REQUIRED'],
    ['more words than are read', { text: 'x'.repeat(1001) }, 'TEXT_TOO_LONG'],
    ['what a screen would not show as it is', { reason: 'OTHER', text: 'a\u202Eb' }, 'INVALID_INPUT'],
  ])('refuses %s, whoever is named', async (_what, more, code) => {
    for (const named of [ANN, id(7)]) expect(await open({ id: named }, more)).toMatchObject({ code });
    expect(openTo()).toBeUndefined();
  });

  it('waits for no note where care is urgent, and for nothing else', async () => {
    notesAreAway = true;
    expect(await open({ id: ANN }, { text: 'Arrest' })).toMatchObject({ __typename: 'BreakGlassOpened' });
    await expect(open({ id: ANN }, { reason: 'SAFEGUARDING', text: 'x' })).rejects.toThrow('The notes are away.');
  });

  it('is done once for its key, and renewed by another call alone', async () => {
    const first = await open({ id: ANN }, { idempotencyKey: 'same' });
    now = laterBy(now, HOUR_MS / 2);
    expect(await open({ id: ANN }, { idempotencyKey: 'same' })).toStrictEqual(first);
    expect(await open({ id: id(7) }, { idempotencyKey: 'same' })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await open({ id: ANN })).toMatchObject({ until: '2026-03-02T11:30:00.000+00:00' });
  });

  it.each(['ig-officer', 'administrator', 'service-manager', 'integration-operator', 'wall-display'] as const)(
    'is not for a %s',
    async (role) => {
      await expect(open({ id: ANN }, {}, as('x', role))).rejects.toThrow('FORBIDDEN');
    },
  );

  it('is known to every instance, also to one that starts later', async () => {
    const second = await startForTest({
      answers,
      engines: records.engines,
      clock: { now: () => now, monotonicMs: () => 0 },
    });
    await open({ id: ANN });
    await until(() => second.records.opened.withOpened(wes).breakGlass !== undefined);
    const third = await startForTest({
      answers,
      engines: records.engines,
      clock: { now: () => now, monotonicMs: () => 0 },
    });
    expect(third.records.opened.withOpened(wes).breakGlass).toStrictEqual([ANN, ANN_BEFORE]);
    await Promise.all([second.stop(), third.stop()]);
  });

  it('stands in the queue, ages, and is reviewed by somebody else; reading it is reported', async () => {
    const { id: opening } = await open({ id: ANN });
    await until(async () => (await queue()).length === 1);
    now = laterBy(now, 73 * HOUR_MS);
    expect(await queue()).toMatchObject([
      {
        id: opening,
        user: 'wes',
        reason: 'EMERGENCY_CARE',
        patientIds: [ANN, ANN_BEFORE],
        ageHours: 73,
        overdue: true,
        version: '0',
      },
    ]);
    expect((await records.ask(QUEUE, {})).shown).toStrictEqual([ANN, ANN_BEFORE]);
    const own = as('wes', 'ig-officer');
    expect(await review({ id: opening, outcome: 'APPROPRIATE' }, own)).toMatchObject({ code: 'OWN_BREAK_GLASS' });
    expect(await review({ id: opening, outcome: 'NEEDS_FOLLOW_UP', expectedVersion: '0' })).toMatchObject({
      review: { status: 'OPEN', outcome: 'NEEDS_FOLLOW_UP', reviewedBy: 'iggy', version: '1' },
    });
    const stale = { id: opening, outcome: 'APPROPRIATE', expectedVersion: '0' };
    expect(await review(stale)).toMatchObject({ code: 'CHANGED_SINCE_SEEN' });
    expect(await review({ id: opening, outcome: 'APPROPRIATE' })).toMatchObject({ review: { status: 'REVIEWED' } });
    await until(async () => (await queue()).length === 0);
    expect(await queue('REVIEWED')).toMatchObject([{ id: opening, overdue: false, outcome: 'APPROPRIATE' }]);
    expect(await review({ id: id(8), outcome: 'APPROPRIATE' })).toMatchObject({ code: 'BREAK_GLASS_UNKNOWN' });
    expect(await review({ id: 'Ann Example', outcome: 'APPROPRIATE' })).toMatchObject({ code: 'BREAK_GLASS_UNKNOWN' });
    await expect(review({ id: opening, outcome: 'APPROPRIATE' }, wes)).rejects.toThrow('FORBIDDEN');
  });
});
