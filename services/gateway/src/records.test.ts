import { randomIds } from '@flow/platform/ids/ids';
import { until } from '@flow/platform/running/testing';
import { instant } from '@flow/platform/time/instant';
import { chainKeyOf } from './application/audit-chain';
import type { AuditEntry } from './application/audit-entry';
import { createAuditTrail } from './application/audit-trail';
import { sealStreams } from './application/seal-streams';
import { silentLog } from '@flow/platform/telemetry/log';
import { as, iggy, startForTest, type RecordsInTest } from './testing/records-in-test';

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
const [ANN, ANN_BEFORE, BOB] = [id(1), id(2), id(3)];
const answers = {
  PatientRecords: ({ id: asked }: { readonly id?: unknown }) => ({
    patientRecords: asked === ANN || asked === ANN_BEFORE ? [ANN, ANN_BEFORE] : [],
  }),
};
const looked = (user: string, patients: string[], more: Partial<AuditEntry> = {}): AuditEntry => ({
  viewers: [{ user, roles: ['ward-clerk'], device: 'pc-1' }],
  ...{ patients, class: 'query', operation: 'patient', correlationId: 'c-1', ...more },
});

const LOOKED = `query ($id: ID!, $first: Int = 50, $after: String, $from: DateTime, $to: DateTime) {
  whoLookedAt(patientId: $id, first: $first, after: $after, from: $from, to: $to) {
    nodes { user roles device operation class outcome patientIds patientCount breakGlass shownAt }
    pageInfo { hasNextPage endCursor } } }`;
const SAW = `query ($user: String!) { whatDidSee(user: $user) { nodes { user outcome operation patientIds } } }`;
const REPORT = `query ($id: ID!) { accessReport(patientId: $id) { nodes { at role how breakGlass staff } } }`;

interface Found {
  readonly user: string;
  readonly patientIds: readonly string[] | null;
  readonly patientCount: number;
}
interface Looked {
  readonly nodes: readonly Found[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

describe('the audit, asked', () => {
  let records: RecordsInTest;
  let now = instant('2026-03-02T10:00:00.000Z');
  const trailOf = (instance: string) =>
    createAuditTrail({
      store: records.engines.events,
      clock: { now: () => now, monotonicMs: () => 0 },
      ids: randomIds,
      instance,
      chainKey: chainKeyOf(records.engines.siteKey),
    });
  beforeAll(async () => {
    records = await startForTest({ answers });
    const trail = trailOf('i1');
    await trail.write([looked('wes', [ANN_BEFORE, BOB])]);
    now = instant('2026-03-02T11:00:00.000Z');
    const watching = { class: 'subscription', operation: 'wardBoard' } as const;
    await trail.write([looked('ned', [ANN], { ...watching, breakGlass: [ANN] })]);
    now = instant('2026-03-02T12:00:00.000Z');
    await trail.write([looked('wes', [BOB])]);
    now = instant('2026-03-02T13:00:00.000Z');
    await trail.write([looked('wes', [], { nobody: 'refused' })]);
    await until(async () => JSON.stringify(await records.ask(SAW, { user: 'wes' })).includes('REFUSED'));
  });
  afterAll(async () => records.stop());

  async function ask<T>(text: string, patient: string, more: object = {}): Promise<T> {
    const { data, errors } = await records.ask(text, { id: patient, ...more });
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data ?? {})[0] as T;
  }

  it('says who looked at a patient, under every id that the person ever had, and at nobody else', async () => {
    for (const patient of [ANN, ANN_BEFORE]) {
      expect((await ask<Looked>(LOOKED, patient)).nodes).toStrictEqual([
        {
          ...{ user: 'ned', roles: ['ward-clerk'], device: 'pc-1', operation: 'wardBoard', class: 'SUBSCRIPTION' },
          ...{ outcome: 'SHOWN', patientIds: [ANN], patientCount: 1, breakGlass: true },
          shownAt: '2026-03-02T11:00:00.000+00:00',
        },
        expect.objectContaining({ user: 'wes', patientIds: [ANN_BEFORE], patientCount: 2, breakGlass: false }),
      ]);
    }
  });

  it('pages, and looks at a period alone', async () => {
    const first = await ask<Looked>(LOOKED, ANN, { first: 1 });
    expect([first.nodes.length, first.pageInfo.hasNextPage]).toStrictEqual([1, true]);
    const second = await ask<Looked>(LOOKED, ANN, { first: 1, after: first.pageInfo.endCursor });
    expect([second.nodes[0]?.user, second.pageInfo.hasNextPage]).toStrictEqual(['wes', false]);
    const period = { from: '2026-03-02T10:30:00.000Z', to: '2026-03-02T11:00:00.001Z' };
    expect((await ask<Looked>(LOOKED, ANN, period)).nodes.map(({ user }) => user)).toStrictEqual(['ned']);
  });

  it('says whom somebody saw, and that they asked in vain, but not for whom', async () => {
    const { data, shown } = await records.ask(SAW, { user: 'wes' });
    expect(data?.['whatDidSee']).toStrictEqual({
      nodes: [
        { user: 'wes', outcome: 'REFUSED', operation: 'patient', patientIds: null },
        { user: 'wes', outcome: 'SHOWN', operation: 'patient', patientIds: [BOB] },
        { user: 'wes', outcome: 'SHOWN', operation: 'patient', patientIds: [ANN_BEFORE, BOB] },
      ],
    });
    expect(new Set(shown)).toStrictEqual(new Set([ANN_BEFORE, BOB]));
  });

  it('writes a report for the patient in plain words, staff named only where the hospital does', async () => {
    const lines = [
      { at: '2026-03-02T10:00:00.000+00:00', role: 'Ward clerk', how: 'Your record was opened', breakGlass: false },
      { at: '2026-03-02T11:00:00.000+00:00', role: 'Ward clerk', how: 'On a board of beds', breakGlass: true },
    ];
    const withheld = lines.map((line) => ({ ...line, staff: null }));
    expect(await ask(REPORT, ANN)).toStrictEqual({ nodes: withheld });
    const naming = await startForTest({ answers, engines: records.engines, config: { reportNamesStaff: true } });
    const { data } = await naming.ask(REPORT, { id: ANN });
    await naming.stop();
    const named = lines.map((line, index) => ({ ...line, staff: ['wes', 'ned'][index] }));
    expect(data?.['accessReport']).toStrictEqual({ nodes: named });
  });

  it('reports whom it tells of, so that reading the audit is in the audit', async () => {
    expect((await records.ask(LOOKED, { id: ANN })).shown).toStrictEqual([ANN, ANN_BEFORE]);
    expect((await records.ask(REPORT, { id: ANN })).shown).toStrictEqual([ANN, ANN_BEFORE]);
  });

  it.each(['bed-manager', 'ward-clerk', 'service-manager', 'administrator', 'wall-display', 'service'] as const)(
    'tells a %s nothing',
    async (role) => {
      for (const [text, variables] of [
        [LOOKED, { id: ANN }],
        [SAW, { user: 'wes' }],
        [REPORT, { id: ANN }],
      ] as const) {
        const { data, errors, shown } = await records.ask(text, variables, as('x', role));
        expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
        expect([Object.values(data ?? {}), shown]).toStrictEqual([[null], []]);
      }
    },
  );

  it('takes no text for the id of a patient: it would be written down', async () => {
    const { errors, shown } = await records.ask(LOOKED, { id: 'Ann Example' });
    expect([errors?.[0]?.extensions['code'], shown]).toStrictEqual(['BAD_USER_INPUT', []]);
  });

  it('is the same after it was built anew', async () => {
    const before = [await ask(LOOKED, ANN), await ask(REPORT, BOB)];
    await records.records.rebuild?.(() => undefined);
    expect([await ask(LOOKED, ANN), await ask(REPORT, BOB)]).toStrictEqual(before);
  });

  it('is verified for an officer or an administrator, with the ends of streams that others tell', async () => {
    const VERIFY = '{ auditVerification { streams events beforeChain faultCount faults { stream what sentence } } }';
    const second = trailOf('i2');
    await sealStreams(second, records.records.openStreams, silentLog);
    await until(async () => (await records.records.openStreams.find(10)).length === 0);
    await sealStreams(second, records.records.openStreams, silentLog);
    const fine = { streams: 2, events: 5, beforeChain: 0, faultCount: 0, faults: [] };
    for (const who of [iggy, as('ada', 'administrator')]) {
      expect((await records.ask(VERIFY, {}, who)).data).toStrictEqual({ auditVerification: fine });
    }
    expect((await records.ask(VERIFY, {}, as('bea', 'bed-manager'))).errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    await records.engines.events.deleteStream('audit-2026-03-02-i1', 3);
    const { data } = await records.ask(VERIFY);
    expect(data?.['auditVerification']).toMatchObject({
      faultCount: 1,
      faults: [
        { stream: 'audit-2026-03-02-i1', what: 'GONE', sentence: 'Another stream names it, and it is not there.' },
      ],
    });
  });
});
