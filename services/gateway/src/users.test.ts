import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { until } from '@flow/platform/running/testing';
import { as, startForTest, type RecordsInTest } from './testing/records-in-test';
import { signedInClient } from './testing/socket-client';
import { startSampleGateway } from './testing/started-gateway';

const ada = as('ada', 'administrator');
const SET = `mutation ($input: SetUsersInput!) { setUsers(input: $input) {
  __typename ... on UsersSet { added changed removed differences { subject change fields { field was is } } }
  ... on UsersRefused { code index } } }`;

const everywhere = { sites: ['*'], wards: ['*'], specialties: ['*'] };
const clerk = (subject: string, ...wards: readonly string[]) => ({
  ...{ subject, roles: ['ward-clerk'] },
  ...{ ...everywhere, wards },
});
const TABLE = [{ subject: 'ada', roles: ['administrator'], ...everywhere }, clerk('wes', 'W1'), clerk('ned', 'W1')];
const elsewhere = TABLE.map((user) => (user.subject === 'wes' ? clerk('wes', 'W2') : user));

let engines: Engines;
let first: RecordsInTest;
let second: RecordsInTest;
let keys = 0;
beforeEach(async () => {
  engines = await openTestEngines();
  [first, second] = [await startForTest({ engines }), await startForTest({ engines })];
  await set({ users: TABLE });
  await until(() => second.records.users.find('wes') !== undefined);
});
afterEach(async () => {
  await Promise.all([first.stop(), second.stop()]);
  await engines.close();
});

async function set(input: object, { by = ada, at = first } = {}): Promise<unknown> {
  keys += 1;
  const { data, errors } = await at.ask(SET, { input: { idempotencyKey: `k${keys}`, ...input } }, by);
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.['setUsers'];
}
const wardsOfWes = (records: RecordsInTest): unknown => records.records.users.find('wes')?.scope.wards;
const oneChanged = {
  ...{ __typename: 'UsersSet', added: 0, changed: 1, removed: 0 },
  differences: [{ subject: 'wes', change: 'CHANGED', fields: [{ field: 'wards', was: 'W1', is: 'W2' }] }],
};

describe('the table of users', () => {
  it('says what is otherwise, is in force when that is answered, and changes nothing by the same again', async () => {
    expect(await set({ users: elsewhere, dryRun: true })).toStrictEqual(oneChanged);
    expect(wardsOfWes(first)).toStrictEqual(['W1']);
    expect(await set({ users: elsewhere, idempotencyKey: 'same' })).toStrictEqual(oneChanged);
    expect(wardsOfWes(first)).toStrictEqual(['W2']);
    expect(await set({ users: elsewhere, idempotencyKey: 'same' })).toStrictEqual(oneChanged);
    expect(await set({ users: elsewhere })).toMatchObject({ changed: 0, differences: [] });
    expect(await set({ users: TABLE, ifNone: true })).toMatchObject({ changed: 0 });
    expect(await set({ users: TABLE.slice(0, 2) })).toMatchObject({ added: 0, changed: 1, removed: 1 });
  });

  it('is known to every instance, also to one that starts later', async () => {
    await set({ users: elsewhere }, { at: second });
    await until(() => JSON.stringify(wardsOfWes(first)) === '["W2"]');
    const third = await startForTest({ engines });
    expect(wardsOfWes(third)).toStrictEqual(['W2']);
    await third.stop();
  });

  it.each([
    ['somebody twice', { users: [...TABLE, clerk('wes', 'W2')] }, { code: 'USER_TWICE', index: 3 }],
    ['no administrator', { users: TABLE.slice(1) }, { code: 'LAST_ADMINISTRATOR', index: null }],
    [
      'a role of services',
      { users: [...TABLE, { ...clerk('x'), roles: ['service'] }] },
      { code: 'USER_AT_FAULT', index: 3 },
    ],
    ['a service’s subject', { users: [clerk('service:beds'), ...TABLE] }, { code: 'USER_AT_FAULT', index: 0 }],
    ['every ward and one more', { users: [...TABLE, clerk('x', '*', 'W1')] }, { code: 'USER_AT_FAULT', index: 3 }],
  ])('refuses %s', async (_what, input, refusal) => {
    for (const dryRun of [true, false])
      expect(await set({ ...input, dryRun })).toStrictEqual({ __typename: 'UsersRefused', ...refusal });
    expect(second.records.users.all()).toHaveLength(TABLE.length);
  });

  it.each(['bed-manager', 'service-manager', 'ig-officer', 'integration-operator'] as const)(
    'is not set by a %s',
    async (role) => {
      await expect(set({ users: elsewhere }, { by: as('x', role) })).rejects.toThrow('FORBIDDEN');
    },
  );
});

describe('an open socket', () => {
  const ASKER = '{ asker { wards } }';
  const asked = (wards: readonly string[]) => ({ type: 'next', payload: { data: { asker: { wards } } } });
  /** A gateway of the second instance: the table is changed at the first. */
  let gateway: Awaited<ReturnType<typeof startSampleGateway>>;
  afterEach(async () => gateway.stop());
  async function opened(subject: string) {
    gateway = await startSampleGateway('in process', { users: second.records.users });
    const client = await signedInClient(gateway.url, await gateway.tokenFor(subject));
    return client;
  }

  it('asks with the scope of that moment, and what it follows begins again', async () => {
    const client = await opened('wes');
    client.subscribe('a', ASKER);
    expect([await client.next(), await client.next()]).toMatchObject([asked(['W1']), { type: 'complete' }]);
    client.subscribe('b', 'subscription { boardChanged { __typename } }');
    expect(await client.next()).toMatchObject({ id: 'b', payload: { data: { boardChanged: {} } } });
    await until(() => gateway.board.following === 1);
    await set({ users: elsewhere });
    expect(await client.next()).toMatchObject({
      id: 'b',
      payload: { data: { boardChanged: { __typename: 'BoardSnapshot' } } },
    });
    client.subscribe('c', ASKER);
    expect(await client.next()).toMatchObject({ id: 'c', ...asked(['W2']) });
  });

  it('of somebody else goes on as it is', async () => {
    const client = await opened('ned');
    client.subscribe('b', 'subscription { boardChanged { __typename } }');
    await client.next();
    await until(() => gateway.board.following === 1);
    const executed = gateway.board.opened.length;
    await set({ users: elsewhere });
    await until(() => JSON.stringify(wardsOfWes(second)) === '["W2"]');
    expect(gateway.board.opened).toHaveLength(executed);
  });

  it('of somebody whom only the table knew is closed when they are taken out', async () => {
    const client = await opened('ned');
    await set({ users: TABLE.slice(0, 2) });
    expect(await client.close()).toMatchObject({ code: 4403 });
  });
});
