import type { Identity } from '@flow/platform/security/identity';
import { recordingLog } from '@flow/platform/telemetry/testing';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import { parse } from 'graphql';
import { SampleBoard } from '../../testing/sample-board';
import { peopleSchema, wardsSchema } from '../../testing/sample-subgraphs';
import { createFederatedGraph, type FederatedGraph } from './federated-graph';
import type { GraphAnswer, GraphFrames } from './graph-answer';
import { localSubgraph } from './local-subgraph';

const EVERYWHERE = { sites: 'all', wards: 'all', specialties: 'all' } as const;
const bea: Identity = { subject: 'bea', roles: ['bed-manager'], scope: EVERYWHERE };
const wes: Identity = { subject: 'wes', roles: ['ward-clerk'], scope: EVERYWHERE };

const OUR_SIDE = 'Something went wrong on our side. Give the correlation id to the service desk.';
const internal = (...path: (string | number)[]) => ({
  message: OUR_SIDE,
  path,
  extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'c-1' },
});

const BOARD = `subscription { boardChanged { __typename
  ... on BoardSnapshot { version beds { id occupant { id name } } }
  ... on BoardChanges { version beds { id occupant { id name } } } } }`;

describe('the federated graph', () => {
  const outage = { on: false };
  let board: SampleBoard;
  let graph: FederatedGraph;
  let recorded: ReturnType<typeof recordingLog>;

  beforeEach(async () => {
    outage.on = false;
    board = new SampleBoard();
    recorded = recordingLog();
    const subgraphs = [localSubgraph('people', peopleSchema(outage)), localSubgraph('wards', wardsSchema(board))];
    graph = await createFederatedGraph(subgraphs, { log: recorded.log, clock: systemClock });
  });
  afterEach(async () => graph.close());

  const operation = (text: string, variables = {}) => ({ document: parse(text), operationName: undefined, variables });
  const ask = async (text: string, { as = bea, variables = {} } = {}) =>
    graph.execute(operation(text, variables), { identity: as, correlationId: 'c-1' });
  async function follow(text: string): Promise<GraphFrames> {
    const answer = await graph.subscribe(operation(text), { identity: bea, correlationId: 'c-1' });
    if (!('next' in answer)) throw new Error('The subscription was refused.');
    return answer;
  }
  const seen = ({ shown }: GraphAnswer) => [...shown].sort();

  it('joins what two services know, and says whom it shows', async () => {
    const answer = await ask('{ beds { id occupant { name } } asker { subject roles correlationId } }');
    expect(answer.data).toStrictEqual({
      beds: [
        { id: 'b1', occupant: { name: 'Ann Example' } },
        { id: 'b2', occupant: null },
        { id: 'b3', occupant: { name: 'Cy Example' } },
      ],
      asker: { subject: 'bea', roles: ['bed-manager'], correlationId: 'c-1' },
    });
    expect(answer.errors).toStrictEqual([]);
    expect(seen(answer)).toStrictEqual(['p1', 'p3']);
  });

  it('refuses a personal field whose resolver did not report whom it shows', async () => {
    const answer = await ask('{ nameless { id name } beds { id } }');
    expect(answer.data?.['nameless']).toBeNull();
    expect(answer.errors).toStrictEqual([internal('nameless')]);
    expect(JSON.stringify(answer)).not.toContain('Ann');
    expect(recorded.lines[0]).toMatchObject({ subgraph: 'people', operation: 'Patient.name', correlationId: 'c-1' });
    expect((await ask('{ nameless { id } }')).errors).toStrictEqual([]);
  });

  it('sees a personal field behind an alias, a fragment and another service', async () => {
    const answer = await ask('{ who: nameless { ...One } } fragment One on Patient { called: name }');
    expect(answer.errors).toStrictEqual([internal('who')]);
  });

  it('keeps everything inside an error to the log', async () => {
    const answer = await ask('{ broken refused beds { id } }');
    expect(answer.data).toMatchObject({ broken: null, beds: [{ id: 'b1' }, { id: 'b2' }, { id: 'b3' }] });
    expect(answer.errors).toStrictEqual([
      internal('broken'),
      {
        message: 'Your role does not allow this.',
        path: ['refused'],
        extensions: { code: 'FORBIDDEN', correlationId: 'c-1' },
      },
    ]);
    expect(recorded.text()).not.toContain('10.1.2.3');
  });

  it('sends null data when a field fails that cannot be null', async () => {
    const answer = await ask('{ brokenForSure }');
    expect(answer.data).toBeNull();
    expect(answer.errors).toStrictEqual([internal('brokenForSure')]);
  });

  it('keeps what other mutations did when one of them fails', async () => {
    const held = (id: string) => `hold(input: { idempotencyKey: "k", bedId: "${id}" }) { bedId }`;
    const answer = await ask(`mutation { one: ${held('b1')} two: ${held('gone')} three: ${held('b2')} }`);
    expect(answer.data).toStrictEqual({ one: { bedId: 'b1' }, two: null, three: { bedId: 'b2' } });
    expect(answer.errors).toStrictEqual([internal('two')]);
  });

  it('answers without a service that is out', async () => {
    outage.on = true;
    const answer = await ask('{ beds { id occupant { id name } } }');
    expect(answer.data).toStrictEqual({
      beds: [
        { id: 'b1', occupant: { id: 'p1', name: null } },
        { id: 'b2', occupant: null },
        { id: 'b3', occupant: { id: 'p3', name: null } },
      ],
    });
    expect(answer.errors.map(({ extensions: { code } }) => code)).toStrictEqual(['DOWNSTREAM_UNAVAILABLE']);
    expect(JSON.stringify(answer)).not.toContain('/var/lib');
  });

  it('never mixes the same query of two people of different rights at the same moment', async () => {
    const texts = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? bea : wes));
    const answers = await Promise.all(
      texts.map(async (as) => ask('{ patient(id: "p2") { name } asker { subject } }', { as })),
    );
    answers.forEach(({ data, shown }, index) => {
      const ours = index % 2 === 0;
      expect(data).toStrictEqual({
        patient: { name: ours ? 'Bob Example' : null },
        asker: { subject: ours ? 'bea' : 'wes' },
      });
      expect([...shown]).toStrictEqual(ours ? ['p2'] : []);
    });
  });

  it('follows a board, frame by frame, each with those that it shows', async () => {
    const frames = await follow(BOARD);
    const first = await frames.next();
    expect(first && seen(first)).toStrictEqual(['p1', 'p3']);
    board.put('b2', 'p2');
    const second = await frames.next();
    expect(second?.data).toStrictEqual({
      boardChanged: {
        __typename: 'BoardChanges',
        version: 'e1:000001',
        beds: [{ id: 'b2', occupant: { id: 'p2', name: 'Bob Example' } }],
      },
    });
    expect(second && seen(second)).toStrictEqual(['p2']);
    frames.end();
  });

  it("does not repeat one frame's error or data in the next", async () => {
    const frames = await follow(BOARD);
    await frames.next();
    outage.on = true;
    board.put('b2', 'p2');
    expect((await frames.next())?.errors).toHaveLength(1);
    outage.on = false;
    board.put('b1', null);
    const after = await frames.next();
    expect(after?.errors).toStrictEqual([]);
    expect(after?.data).toMatchObject({ boardChanged: { beds: [{ id: 'b1', occupant: null }] } });
    frames.end();
  });

  it('ends a subscription at its source at once, also while a frame is awaited', async () => {
    const frames = await follow(BOARD);
    await frames.next();
    const awaited = frames.next();
    frames.end();
    expect(await awaited).toBeUndefined();
    expect(board.following).toBe(0);
  });

  it('says why a subscription is refused', async () => {
    const answer = await graph.subscribe(operation('subscription { refusedFrames }'), {
      identity: bea,
      correlationId: 'c-1',
    });
    expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  it('shows people nothing that is inaccessible', () => {
    expect(graph.apiSdl).not.toMatch(/secret|tellStay|personal|_entities|join__/);
    expect(graph.api.getQueryType()?.getFields()['secret']).toBeUndefined();
  });

  it('does not start with subgraphs that do not fit together, and says why', async () => {
    const twice = [localSubgraph('one', wardsSchema(board)), localSubgraph('two', wardsSchema(board))];
    const starting = createFederatedGraph(twice, { log: recorded.log, clock: systemClock });
    await expect(starting).rejects.toThrow(OperatorError);
    await expect(starting).rejects.toThrow(
      /^The subgraphs one, two do not compose:\n- Non-shareable field "Query.beds"/,
    );
  });
});
