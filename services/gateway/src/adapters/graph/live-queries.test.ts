import type { Identity } from '@flow/platform/security/identity';
import { recordingLog } from '@flow/platform/telemetry/testing';
import { systemClock } from '@flow/platform/time/clock';
import { GraphQLError } from 'graphql';
import { SampleBoard } from '../../testing/sample-board';
import { peopleSchema, wardsSchema } from '../../testing/sample-subgraphs';
import { createFederatedGraph, type FederatedGraph } from './federated-graph';
import { createLiveQueries, type Following } from './live-queries';
import { localSubgraph } from './local-subgraph';
import { createOperations, type Operations } from './operations';

const EVERYWHERE = { sites: 'all', wards: 'all', specialties: 'all' } as const;
const bea: Identity = { subject: 'bea', roles: ['bed-manager'], scope: EVERYWHERE };
const bob: Identity = { ...bea, subject: 'bob' };
const wes: Identity = { subject: 'wes', roles: ['ward-clerk'], scope: { ...EVERYWHERE, wards: ['A1'] } };

const frames = '{ __typename ... on BoardSnapshot { beds { id } } ... on BoardChanges { beds { id } } }';

describe('live queries', () => {
  let board: SampleBoard;
  let graph: FederatedGraph;
  let operations: Operations;

  beforeEach(async () => {
    board = new SampleBoard();
    const subgraphs = [localSubgraph('people', peopleSchema()), localSubgraph('wards', wardsSchema(board))];
    graph = await createFederatedGraph(subgraphs, { log: recordingLog().log, clock: systemClock });
    const limits = { maxTokens: 1000, maxAliases: 10, maxDepth: 8, maxCost: 5000, production: false };
    operations = createOperations(graph.api, graph.marks, limits);
  });
  afterEach(async () => graph.close());

  function following(query: string, identity = bea, variables = {}): Following {
    const prepared = operations.prepare({ query, operationName: undefined, variables });
    if ('faults' in prepared) throw new Error(prepared.faults.map(({ message }) => message).join());
    const found = createLiveQueries(graph, () => 'c-1').of(prepared.prepared, identity);
    if (found instanceof GraphQLError) throw found;
    return found;
  }

  it('are the same for the same rights, from whatever version each goes on', () => {
    const plain = following(`subscription { boardChanged ${frames} }`);
    const literal = following(`subscription { boardChanged(sinceVersion: "e1:000001") ${frames} }`, bob);
    const variable = following(`subscription ($v: String) { boardChanged(sinceVersion: $v) ${frames} }`, bea, {
      v: 'e1:000002',
    });
    expect(literal.query.key).toBe(plain.query.key);
    expect(variable.query.key).toBe(plain.query.key);
    expect([plain.since, literal.since, variable.since]).toStrictEqual([undefined, 'e1:000001', 'e1:000002']);
  });

  it('are never the same for other rights', () => {
    const text = `subscription { boardChanged ${frames} }`;
    expect(following(text, wes).query.key).not.toBe(following(text).query.key);
    expect(following(text, { ...bea, scope: { ...EVERYWHERE, sites: ['SMH'] } }).query.key).not.toBe(
      following(text).query.key,
    );
  });

  it('tell the gateway the version and kind of a frame, and nobody else', async () => {
    const { query } = following(`subscription { boardChanged ${frames} }`);
    const source = await query.open(undefined);
    const first = await source.next();
    expect(first).toMatchObject({ version: 'e1:000000', heartbeat: false, failed: false });
    expect(JSON.parse(first?.text ?? '')).toStrictEqual({
      data: { boardChanged: { __typename: 'BoardSnapshot', beds: [{ id: 'b1' }, { id: 'b2' }, { id: 'b3' }] } },
    });
    board.beat('2026-01-01T00:00:00.000Z');
    expect(await source.next()).toMatchObject({
      heartbeat: true,
      text: '{"data":{"boardChanged":{"__typename":"BoardHeartbeat"}}}',
    });
    source.end();
  });

  it('go on from the version of whoever joins, also when another text began', async () => {
    const { query } = following(`subscription { boardChanged ${frames} }`);
    board.put('b1', null);
    const source = await query.open('e1:000001');
    expect(JSON.parse((await source.next())?.text ?? '')).toStrictEqual({
      data: { boardChanged: { __typename: 'BoardChanges', beds: [] } },
    });
    source.end();
  });

  it('that are refused give their errors', async () => {
    const source = await following('subscription { refusedFrames }').query.open(undefined);
    const frame = await source.next();
    expect(frame?.failed).toBe(true);
    expect(JSON.parse(frame?.text ?? '')).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await source.next()).toBeUndefined();
  });
});
