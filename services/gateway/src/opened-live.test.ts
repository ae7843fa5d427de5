import { until } from '@flow/platform/running/testing';
import { laterBy, type Instant } from '@flow/platform/time/instant';
import { systemClock } from '@flow/platform/time/clock';
import { createOpenedPatients, type FoldedOpenings } from './application/opened-patients';
import { signedInClient } from './testing/socket-client';
import { auditOf, startSampleGateway, type Mode } from './testing/started-gateway';

const BOARD = `subscription { boardChanged { __typename
  ... on BoardSnapshot { beds { id occupant { name } } } ... on BoardChanges { beds { id occupant { name } } } } }`;
const LONG = 3_600_000;

describe.each<Mode>(['in process', 'over signed HTTP'])('a patient opened by break-glass, the subgraphs %s', (mode) => {
  let opened: FoldedOpenings;
  let now: Instant | undefined;
  let gateway: Awaited<ReturnType<typeof startSampleGateway>>;
  const clock = { now: () => now ?? systemClock.now(), monotonicMs: () => systemClock.monotonicMs() };
  beforeEach(async () => {
    now = undefined;
    opened = createOpenedPatients(clock);
    gateway = await startSampleGateway(mode, { opened });
    gateway.board.put('b2', 'p2');
  });
  afterEach(async () => {
    await gateway.stop();
    opened.close();
  });

  const openFor = (user: string, ms = LONG): void =>
    opened.took({ user, patientIds: ['p2'], until: laterBy(clock.now(), ms) });
  const nameFor = async (as: string): Promise<unknown> => {
    const response = await gateway.ask('{ patient(id: "p2") { name } }', { as });
    return ((await response.json()) as { data: { patient: { name: unknown } } }).data.patient.name;
  };

  it('is shown to who opened and to nobody else of the same rights, and marked in the audit', async () => {
    openFor('wes');
    expect(await nameFor('wes')).toBe('Bob Example');
    expect((await auditOf(gateway.engines.events)).at(-1)).toMatchObject({
      viewers: [{ user: 'wes' }],
      patients: ['p2'],
      breakGlass: ['p2'],
    });
    expect(await nameFor('zoe')).toBeNull();
  });

  it('comes onto a board that is followed, and goes when it ends', async () => {
    const client = await signedInClient(gateway.url, await gateway.tokenFor('wes'));
    client.subscribe('a', BOARD);
    expect(JSON.stringify(await client.next())).not.toContain('Bob');
    await until(() => gateway.board.following === 1);
    openFor('wes', 1500);
    const again = JSON.stringify(await client.next());
    expect(again).toContain('BoardSnapshot');
    expect(again).toContain('Bob Example');
    const entries = await auditOf(gateway.engines.events);
    expect(entries.at(-1)).toMatchObject({ class: 'subscription', patients: ['p1', 'p2', 'p3'], breakGlass: ['p2'] });
    const over = JSON.stringify(await client.next());
    expect(over).toContain('BoardSnapshot');
    expect(over).not.toContain('Bob');
    await until(() => gateway.board.following === 1);
    gateway.board.put('b2', 'p2');
    expect(JSON.stringify(await client.next())).not.toContain('Bob');
  });

  it('never shares a board with somebody who has not opened them', async () => {
    const [wes, zoe] = [
      await signedInClient(gateway.url, await gateway.tokenFor('wes')),
      await signedInClient(gateway.url, await gateway.tokenFor('zoe')),
    ];
    openFor('wes');
    wes.subscribe('a', BOARD);
    zoe.subscribe('a', BOARD);
    expect(JSON.stringify(await wes.next())).toContain('Bob');
    expect(JSON.stringify(await zoe.next())).not.toContain('Bob');
    await until(() => gateway.board.following === 2);
    gateway.board.put('b2', 'p2');
    expect(JSON.stringify(await wes.next())).toContain('Bob');
    expect(JSON.stringify(await zoe.next())).not.toContain('Bob');
  });
});
