import { startSampleGateway } from './testing/started-gateway';

const NOW = { service: 'beds', written: 1, newest: 2, instances: [{ instance: 'i1', where: 'h:1', knows: 1 }] };

describe('/operations/event-types', () => {
  const raisedBy: string[] = [];
  const vocabularies = {
    show: () => Promise.resolve([NOW]),
    raise(by: string) {
      raisedBy.push(by);
      return by === 'ada' ? Promise.resolve([{ ...NOW, outcome: 'refused' as const }]) : Promise.reject(new Error());
    },
  };
  let gateway: Awaited<ReturnType<typeof startSampleGateway>>;
  beforeAll(async () => void (gateway = await startSampleGateway('in process', { vocabularies })));
  afterAll(() => gateway.stop());

  async function asked(method: string, as?: string): Promise<readonly [status: number, body: unknown]> {
    const headers = as === undefined ? {} : { authorization: `Bearer ${await gateway.tokenFor(as)}` };
    const response = await fetch(`${gateway.url}/operations/event-types`, { method, headers });
    return [response.status, await response.json()];
  }

  it('shows an administrator who reads what, and raises in their name', async () => {
    expect(await asked('GET', 'ada')).toStrictEqual([200, { services: [NOW] }]);
    expect(raisedBy).toStrictEqual([]);
    expect(await asked('POST', 'ada')).toStrictEqual([200, { services: [{ ...NOW, outcome: 'refused' }] }]);
    expect(raisedBy).toStrictEqual(['ada']);
  });

  it.each(['GET', 'POST'])('refuses whoever is none: %s', async (method) => {
    expect((await asked(method))[0]).toBe(401);
    expect(await asked(method, 'bea')).toStrictEqual([403, { error: 'An administrator may do this.' }]);
    expect(raisedBy).toStrictEqual(['ada']);
  });
});
