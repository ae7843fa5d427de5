import { until } from '@flow/platform/running/testing';
import { adt, framed } from './testing/messages';
import { openTestSite, type TestIpm, type TestSite } from './testing/running-ipm';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

interface Node {
  readonly id: string;
  readonly controlId: string | null;
  readonly status: string;
  readonly reason: string | null;
}

const LIST = `query ($filter: MessageFilterInput) { messages(first: 100, filter: $filter) { nodes { id controlId status reason } } }`;

async function listed(ipm: TestIpm, filter: object = {}): Promise<readonly Node[]> {
  const { data } = await ipm.ask(LIST, { filter });
  return (data['messages'] as { nodes: Node[] }).nodes;
}

/** Statuses by control id, once all of so many have an outcome. */
async function settled(ipm: TestIpm, count: number): Promise<Record<string, string>> {
  let nodes: readonly Node[] = [];
  await until(async () => {
    nodes = await listed(ipm);
    return nodes.length === count && nodes.every(({ status }) => status !== 'RECEIVED' && status !== 'DECODED');
  });
  return Object.fromEntries(
    nodes.map(({ controlId, status, reason }) => [controlId, [status, reason].filter(Boolean).join(' ')]),
  );
}

describe('a message', () => {
  it('is acknowledged, told to its owners, and found with its whole story', async () => {
    const ipm = await site.start();
    const peer = await ipm.connect();
    await peer.send(framed(adt('A01', 'N1', { controlId: 'C1' })));
    expect((await peer.replies(1))[0]).toMatch(/MSA\|CA\|C1/);
    expect(await settled(ipm, 1)).toStrictEqual({ C1: 'APPLIED' });
    expect([...site.owners.taken.values()].map(({ operation }) => operation)).toStrictEqual(['TellPerson', 'TellStay']);
  });
});
