import { idsOfTrace, traceFrom } from '@flow/platform/telemetry/trace';
import type { Span } from '@flow/platform/telemetry/tracing';
import { signedInClient } from './testing/socket-client';
import { post, startSampleGateway, type Mode } from './testing/started-gateway';

const HOLD = 'mutation { hold(input: { idempotencyKey: "k", bedId: "b1" }) { bedId } }';
const CALLER = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

describe.each<Mode>(['in process', 'over signed HTTP'])('spans of the gateway, its subgraphs %s', (mode) => {
  const spans: Span[] = [];
  const tracing = { wants: () => true, record: (span: Span) => void spans.push(span) };
  let gateway: Awaited<ReturnType<typeof startSampleGateway>>;
  beforeAll(async () => void (gateway = await startSampleGateway(mode, { tracing })));
  afterAll(async () => gateway.stop());
  beforeEach(() => (spans.length = 0));

  const names = () => spans.map(({ name, fields }) => [name, fields?.operation ?? fields?.subgraph]);
  const OF_A_MUTATION = [
    ['subgraph asked', 'wards'],
    ['mutation', 'hold'],
  ];

  it('are of the trace of the request', async () => {
    const response = await gateway.ask(HOLD);
    expect(names()).toStrictEqual(OF_A_MUTATION);
    const trace = traceFrom(response.headers.get('x-correlation-id') ?? '');
    expect(spans.map((span) => [span.trace, span.caller])).toStrictEqual([
      [trace, undefined],
      [trace, undefined],
    ]);
  });

  it('go on in the trace of a caller who has one, with a first span of their own', async () => {
    const headers = { authorization: `Bearer ${await gateway.tokenFor('bea')}`, traceparent: CALLER };
    await post(`${gateway.url}/graphql`, { query: HOLD }, headers);
    expect(names()).toStrictEqual(OF_A_MUTATION);
    const [asked, mutation] = spans;
    expect(mutation?.caller).toBe(CALLER);
    expect(asked?.trace).toBe(mutation?.trace);
    expect(idsOfTrace(mutation?.trace ?? '')).toMatchObject({ traceId: 'a'.repeat(32) });
    expect(mutation?.trace).not.toBe(CALLER);
  });

  it('are of mutations over a socket, too', async () => {
    const client = await signedInClient(gateway.url, await gateway.tokenFor('bea'));
    client.subscribe('one', HOLD);
    await client.next();
    client.socket.close();
    await client.close();
    expect(names()).toStrictEqual(OF_A_MUTATION);
  });

  it('are none of queries', async () => {
    await gateway.ask('{ beds { id } }');
    expect(spans).toStrictEqual([]);
  });
});
