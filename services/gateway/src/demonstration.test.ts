import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { buildClientSchema, getIntrospectionQuery, printSchema, type IntrospectionQuery } from 'graphql';
import { once } from 'node:events';
import { READY_QUERIES } from './adapters/http/ready-queries';
import { post, SAMPLE_USERS, startSampleGateway } from './testing/started-gateway';

type Sample = Awaited<ReturnType<typeof startSampleGateway>>;

/** A request that says another host than it is sent to, as a page whose name was made to point here would. */
async function asHost(url: string, headers: Record<string, string>): Promise<number> {
  const request = httpRequest(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
  request.end('{"user":"bea"}');
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}

describe("the demonstration's sign-in", () => {
  let gateway: Sample;
  beforeAll(async () => void (gateway = await startSampleGateway()));
  afterAll(async () => gateway.stop());

  it('gives its users a token, and nobody else', async () => {
    expect((await post(`${gateway.url}/demo/token`, { user: 'nobody' })).status).toBe(404);
    expect((await post(`${gateway.url}/demo/token`, 'nonsense')).status).toBe(400);
    const { users } = (await (await fetch(`${gateway.url}/demo/users`)).json()) as { users: unknown[] };
    expect(users[0]).toStrictEqual({ subject: 'bea', name: 'bea of the sample', roles: ['bed-manager'] });
  });

  it('is for this machine, called by its own name', async () => {
    const url = `${gateway.url}/demo/token`;
    const host = `127.0.0.1:${gateway.port}`;
    expect(await asHost(url, { host })).toBe(200);
    expect(await asHost(url, { host: 'rebound.example' })).toBe(403);
    expect(await asHost(url, { host, origin: 'https://elsewhere.example' })).toBe(403);
  });

  it('does not start in production, nor where others reach it', async () => {
    await expect(startSampleGateway('in process', { production: true })).rejects.toThrow('name an issuer');
    await expect(startSampleGateway('in process', { http: { host: '0.0.0.0', port: 0 } })).rejects.toThrow(
      'on 127.0.0.1 only, not on 0.0.0.0',
    );
  });
});

describe('GraphiQL', () => {
  it('is one page that fetches nothing from elsewhere, signed in, with five queries', async () => {
    const gateway = await startSampleGateway();
    const response = await fetch(`${gateway.url}/graphiql?user=wes`);
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script[^>]+src=|<link[^>]+href="https?:/);
    expect(html.match(/href="\/graphiql\?user=/g)).toHaveLength(SAMPLE_USERS.length);
    expect(html).toMatch(/"authorization":"Bearer [\w.-]+"/);
    for (const query of READY_QUERIES) expect(html).toContain(JSON.stringify(query).slice(1, -1));
    await gateway.stop();
  });

  it('is not there in production, and neither is the demonstration', async () => {
    const issuer = { kind: 'oidc', issuer: 'https://issuer.example', audience: 'flow' } as const;
    const gateway = await startSampleGateway('in process', { production: true, issuer });
    for (const path of ['/graphiql', '/demo/users']) {
      expect((await fetch(`${gateway.url}${path}`)).status).toBe(404);
    }
    await gateway.stop();
  });
});

it('tells an explorer about the schema, in one query that is deep and long, outside production only', async () => {
  const query = getIntrospectionQuery({
    inputValueDeprecation: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    oneOf: true,
  });
  const gateway = await startSampleGateway();
  const { data } = (await (await gateway.ask(query)).json()) as { data: IntrospectionQuery };
  expect(printSchema(buildClientSchema(data))).toContain('type Query');
  await gateway.stop();
});

describe('a rebuild', () => {
  it('is run by an administrator, and tells how far it is, line by line', async () => {
    const gateway = await startSampleGateway('in process', {
      operations: {
        beds: async (onProgress) => {
          onProgress({ done: 1, total: 2 });
          return { events: 2 };
        },
        patients: async () => Promise.reject(new Error('secret')),
      },
    });
    const rebuild = async (service: string, user: string) =>
      post(
        `${gateway.url}/operations/rebuild/${service}`,
        {},
        { authorization: `Bearer ${await gateway.tokenFor(user)}` },
      );
    expect(await (await rebuild('beds', 'ada')).text()).toBe('{"done":1,"total":2}\n{"events":2}\n');
    expect(await (await rebuild('patients', 'ada')).text()).toBe(
      '{"error":"The rebuild failed; the live model is as it was. See the log."}\n',
    );
    expect((await rebuild('beds', 'bea')).status).toBe(403);
    expect((await rebuild('nothing', 'ada')).status).toBe(404);
    expect((await post(`${gateway.url}/operations/rebuild/beds`, {})).status).toBe(401);
    await gateway.stop();
  });
});

it('says in one line that a port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(startSampleGateway('in process', { http: { host: '127.0.0.1', port } })).rejects.toThrow(`Port ${port}`);
  taken.close();
});
