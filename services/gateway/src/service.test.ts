import type { EventStore } from '@flow/platform/event-store/event-store';
import { EngineUnavailable } from '@flow/platform/event-store/errors';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { auditOf, post, startSampleGateway, type Mode } from './testing/started-gateway';

type Sample = Awaited<ReturnType<typeof startSampleGateway>>;
interface Body {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; extensions: { code: string; correlationId: string } }[];
}
const bodyOf = async (response: Response) => (await response.json()) as Body;
const codes = ({ errors = [] }: Body) => errors.map(({ extensions }) => extensions.code);

describe.each<Mode>(['in process', 'over signed HTTP'])('the gateway, its subgraphs %s', (mode) => {
  let gateway: Sample;
  beforeAll(async () => void (gateway = await startSampleGateway(mode)));
  afterAll(async () => gateway.stop());
  afterEach(() => void (gateway.outage.on = false));

  it('joins what two services know, and writes down whom it showed before it answers', async () => {
    const response = await gateway.ask('{ beds { id occupant { name } } }');
    expect(response.status).toBe(200);
    expect(await bodyOf(response)).toStrictEqual({
      data: {
        beds: [
          { id: 'b1', occupant: { name: 'Ann Example' } },
          { id: 'b2', occupant: null },
          { id: 'b3', occupant: { name: 'Cy Example' } },
        ],
      },
    });
    expect((await auditOf(gateway.engines.events)).at(-1)).toStrictEqual({
      viewers: [{ user: 'bea', roles: ['bed-manager'] }],
      patients: ['p1', 'p3'],
      class: 'query',
      operation: 'beds',
    });
  });

  it('answers without a service that is out, and does not say where it is', async () => {
    gateway.outage.on = true;
    const body = await bodyOf(await gateway.ask('{ beds { id occupant { id name } } }'));
    expect(body.data).toMatchObject({ beds: [{ id: 'b1', occupant: { id: 'p1', name: null } }, {}, {}] });
    expect(codes(body).length).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toMatch(/127\.0|10\.1\.2\.3|var\/lib/);
  });

  it('says one fixed sentence and a correlation id for what nobody foresaw', async () => {
    const response = await gateway.ask('{ broken }');
    const body = await bodyOf(response);
    expect(body.data).toStrictEqual({ broken: null });
    expect(body.errors?.[0]).toMatchObject({
      message: 'Something went wrong on our side. Give the correlation id to the service desk.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: response.headers.get('x-correlation-id') },
    });
  });

  it('keeps what other mutations did when one of them fails', async () => {
    const held = (id: string) => `hold(input: { idempotencyKey: "k", bedId: "${id}" }) { bedId }`;
    const body = await bodyOf(await gateway.ask(`mutation { one: ${held('b1')} two: ${held('gone')} }`));
    expect(body.data).toStrictEqual({ one: { bedId: 'b1' }, two: null });
    expect(codes(body)).toStrictEqual(['INTERNAL_SERVER_ERROR']);
  });

  it('refuses a personal field that nobody reported', async () => {
    const body = await bodyOf(await gateway.ask('{ nameless { name } }'));
    expect(codes(body)).toStrictEqual(['INTERNAL_SERVER_ERROR']);
    expect(JSON.stringify(body)).not.toContain('Ann');
  });

  it('writes down who asked and was shown nobody, or was refused, and not for whom', async () => {
    await gateway.ask('{ patient(id: "p2") { name } }', { as: 'wes' });
    await gateway.ask('{ refused }', { as: 'wes' });
    await gateway.ask('{ beds { id } }', { as: 'wes' });
    const asked = { viewers: [{ user: 'wes', roles: ['ward-clerk'] }], class: 'query' };
    expect((await auditOf(gateway.engines.events)).slice(-2)).toStrictEqual([
      { ...asked, operation: 'patient', outcome: 'not-found' },
      { ...asked, operation: 'refused', outcome: 'refused' },
    ]);
  });

  it('never mixes the same query of two people of different rights at the same moment', async () => {
    const askers = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? 'bea' : 'wes'));
    const answers = await Promise.all(
      askers.map(async (as) => bodyOf(await gateway.ask('{ patient(id: "p2") { name } asker { subject } }', { as }))),
    );
    answers.forEach((body, index) => {
      const [as, name] = index % 2 === 0 ? ['bea', 'Bob Example'] : ['wes', null];
      expect(body).toStrictEqual({ data: { patient: { name }, asker: { subject: as } } });
    });
  });
});

describe('the gateway over HTTP', () => {
  let gateway: Sample;
  beforeAll(async () => {
    const limits = {
      rate: { burst: 60, perSecond: 0.001 },
      addressRate: { burst: 1000, perSecond: 1 },
      maxBodyBytes: 4096,
    };
    gateway = await startSampleGateway('in process', { limits });
  });
  afterAll(async () => gateway.stop());
  const send = async (init: RequestInit) => fetch(`${gateway.url}/graphql`, init);

  it('takes no GET: an operation never stands in a URL', async () => {
    const response = await fetch(`${gateway.url}/graphql?query={beds{id}}`);
    expect([response.status, response.headers.get('allow')]).toStrictEqual([405, 'POST']);
    expect(codes(await bodyOf(response))).toStrictEqual(['BAD_USER_INPUT']);
  });

  it('takes JSON only, which no page of others can send unasked', async () => {
    const response = await send({
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"query":"{beds{id}}"}',
    });
    expect(response.status).toBe(415);
  });

  it.each(['{"query":', '[]', 'null', '{"query":5}', ''])('says what a body is to be, not what %j is', async (body) => {
    const authorization = `Bearer ${await gateway.tokenFor('bea')}`;
    const response = await send({
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
    });
    expect([response.status, (await bodyOf(response)).errors?.[0]?.message]).toStrictEqual([
      400,
      'The body is {"query", "variables", "operationName"}.',
    ]);
  });

  it('answers nobody without a good token', async () => {
    const forged = await gateway.tokenFor('bea').then((token) => `${token.slice(0, -4)}AAAA`);
    for (const headers of [{}, { authorization: `Bearer ${forged}` }, { authorization: 'Basic YTpi' }]) {
      const response = await post(`${gateway.url}/graphql`, { query: '{ beds { id } }' }, headers);
      expect([response.status, codes(await bodyOf(response))]).toStrictEqual([401, ['UNAUTHENTICATED']]);
    }
  });

  it('takes who asks from the token, whatever other headers say', async () => {
    const headers = {
      authorization: `Bearer ${await gateway.tokenFor('wes')}`,
      'x-roles': 'bed-manager',
      'x-user': 'bea',
    };
    const body = await bodyOf(await post(`${gateway.url}/graphql`, { query: '{ asker { subject roles } }' }, headers));
    expect(body.data).toStrictEqual({ asker: { subject: 'wes', roles: ['ward-clerk'] } });
  });

  it('refuses what is too large, malformed or a list, in fixed sentences', async () => {
    const headers = { authorization: `Bearer ${await gateway.tokenFor('bea')}` };
    const secret = '9990000018';
    const cases: [string, number, string][] = [
      [JSON.stringify({ query: 'x'.repeat(5000) }), 413, 'REQUEST_TOO_LARGE'],
      [`{"query": ${secret}`, 400, 'BAD_USER_INPUT'],
      [`{"query": ${secret}}`, 400, 'BAD_USER_INPUT'],
      ['[{"query":"{beds{id}}"}]', 400, 'BAD_USER_INPUT'],
      [`{"query":"{ beds { id }"}`, 400, 'GRAPHQL_PARSE_FAILED'],
      [`{"query":"{ nothing }"}`, 400, 'GRAPHQL_VALIDATION_FAILED'],
      [`{"query":"subscription { ticks }"}`, 400, 'BAD_USER_INPUT'],
    ];
    for (const [text, status, code] of cases) {
      const response = await post(`${gateway.url}/graphql`, text, headers);
      const body = await bodyOf(response);
      expect([response.status, codes(body)]).toStrictEqual([status, [code]]);
      expect(JSON.stringify(body)).not.toContain(secret);
    }
  });

  it('answers in the media type that was asked for', async () => {
    const headers = {
      authorization: `Bearer ${await gateway.tokenFor('bea')}`,
      accept: 'application/graphql-response+json',
    };
    const response = await post(`${gateway.url}/graphql`, { query: '{ beds { id } }' }, headers);
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('stops one who asks too often, and nobody else', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 70 }, async () => (await gateway.ask('{ __typename }', { as: 'bob' })).status),
    );
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    const last = await gateway.ask('{ __typename }', { as: 'bob' });
    expect(codes(await bodyOf(last))).toStrictEqual(['RATE_LIMITED']);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await gateway.ask('{ __typename }', { as: 'wes' })).status).toBe(200);
  });

  it('tells how it is, without sign-in', async () => {
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
    expect(await (await fetch(`${gateway.url}/readyz`)).json()).toMatchObject({ ready: true });
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain('gateway_sockets');
  });
});

describe('what is shown is written down', () => {
  it('in the spool while the store is away, and in the store when it is back', async () => {
    const away = { on: true };
    const over = (store: EventStore): EventStore => ({
      ...store,
      append: async (...told) => {
        if (away.on) throw new EngineUnavailable('an append');
        return store.append(...told);
      },
      subscribe: (options) => store.subscribe(options),
    });
    const inner = await startSampleGateway();
    const { engines, folder } = inner;
    const gateway = await startSampleGateway('in process', {
      audit: { store: over(engines.events), chainKey: engines.siteKey, spoolFolder: join(folder, 'spool') },
    });
    const body = await bodyOf(await gateway.ask('{ patient(id: "p1") { name } }'));
    expect(body).toStrictEqual({ data: { patient: { name: 'Ann Example' } } });
    expect(await auditOf(engines.events)).toStrictEqual([]);
    away.on = false;
    await gateway.stop();
    expect(await auditOf(engines.events)).toMatchObject([{ patients: ['p1'], class: 'query' }]);
    await inner.stop();
  });

  it('or nobody is shown: what names nobody is answered still', async () => {
    const inner = await startSampleGateway();
    const file = join(inner.folder, 'not-a-folder');
    await writeFile(file, '');
    const store: EventStore = {
      ...inner.engines.events,
      append: async () => Promise.reject(new EngineUnavailable('x')),
    };
    const gateway = await startSampleGateway('in process', {
      audit: { store, chainKey: inner.engines.siteKey, spoolFolder: file },
    });
    const body = await bodyOf(await gateway.ask('{ patient(id: "p1") { name } }'));
    expect(body).toMatchObject({ data: null, errors: [{ extensions: { code: 'DOWNSTREAM_UNAVAILABLE' } }] });
    expect(JSON.stringify(body)).not.toContain('Ann');
    expect(await bodyOf(await gateway.ask('{ beds { id } }'))).toMatchObject({ data: { beds: [{}, {}, {}] } });
    await gateway.stop();
    await inner.stop();
  });
});

it('lets nobody in while its door is held, and says so', async () => {
  const door = { held: true };
  const gateway = await startSampleGateway('in process', { held: () => door.held });
  try {
    const refused = await gateway.ask('{ beds { id } }');
    expect([refused.status, codes(await bodyOf(refused))]).toStrictEqual([503, ['DOWNSTREAM_UNAVAILABLE']]);
    const ready = await fetch(`${gateway.url}/readyz`);
    expect([ready.status, await ready.text()]).toStrictEqual([
      503,
      expect.stringContaining('Nobody is let in until erasures have been applied again.'),
    ]);
    expect(JSON.stringify(gateway.recorded.lines)).not.toContain('Nobody can be signed in');
    door.held = false;
    expect((await gateway.ask('{ beds { id } }')).status).toBe(200);
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
  } finally {
    await gateway.stop();
  }
});
