import { startCollector, type CollectedSpan, type TestCollector } from '@flow/platform/telemetry/testing/collector';
import { adt, nhsNumber } from '../product/adt';
import { certain } from '../product/certain';
import { newFolder, removeFolder, startHere } from '../product/product-here';
import { drawTrace, labelOf } from '../product/trace-tree';
import { watchWard } from '../product/watched-ward';

const CLOSE = `mutation ($input: CloseBedInput!) { closeBed(input: $input) { ... on BedsActionDone { changed } } }`;
const LIMIT_MS = 15_000;

const OF_A_FRAME = [
  'ipm: frame received · message',
  'ipm: frame stored',
  'ipm: message decoded',
  'ipm: patients told',
  'patients: command decided · patient · done',
  'patients: command decided · identifier · done',
  'ipm: beds told',
  'beds: command decided · stay · done',
  'beds: command decided · occupancy · done',
  // Of each kind of task that there might be, and is not.
  ...Array.from({ length: 3 }, () => 'beds: command decided · task · done'),
  'beds: event shown by board · patient-details-noted.v1',
  'beds: event shown by board · stay-reconciled.v1',
  'beds: event shown by board · patients-moved.v1',
  'ipm: message settled · applied',
  'gateway: row pushed · wardBoard',
];
const OF_A_MUTATION = [
  'gateway: mutation · closeBed',
  'gateway: subgraph asked · beds',
  'beds: command decided · occupancy · done',
  'beds: event shown by board · bed-closed.v1',
  'gateway: row pushed · wardBoard',
];

describe.each(['in-process', 'http'])('traces, subgraphs %s', (SUBGRAPHS) => {
  let folder: string;
  let collector: TestCollector;

  const traceOf = (root: string): readonly CollectedSpan[] => {
    const first = collector.spans.find(({ name }) => name === root);
    return collector.spans.filter(({ traceId }) => traceId === first?.traceId);
  };
  const pushed = async (root: string): Promise<true> =>
    certain(`the row of a ${root} was pushed`, LIMIT_MS, async () =>
      Promise.resolve(traceOf(root).some(({ name }) => name === 'row pushed') ? true : undefined),
    );

  /** An admission and a closed bed while a ward is watched; the stop tells all that was not told yet. */
  beforeAll(async () => {
    [folder, collector] = [await newFolder(), await startCollector()];
    const here = await startHere(folder, { SUBGRAPHS, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    try {
      const bea = await here.as('bea');
      const board = await watchWard(here.http, bea.token, 'W1');
      await board.until({});
      await here.tell(adt('A01', { controlId: 'T1', patient: 1, at: ['W1', '01'], when: '20260102090000' }));
      await board.until({ 'W1-01': 'Testperson1' });
      await here.settled();
      await bea.ask(CLOSE, { input: { idempotencyKey: 'k1', bedId: 'W1-09', reason: 'ESTATES' } });
      await pushed('mutation');
      await board.close();
    } finally {
      await here.stop();
    }
  });
  afterAll(async () => {
    await collector.close();
    await removeFolder(folder);
  });

  it.each([
    ['an HL7 frame', 'frame received', OF_A_FRAME],
    ['a mutation', 'mutation', OF_A_MUTATION],
  ])('go from %s to the pushed row', (_what, root, labels) => {
    const spans = traceOf(root);
    // DRAW=1 npx jest test/journeys/traced: what docs/tracing.md shows.
    if (process.env['DRAW'] !== undefined) process.stdout.write(`\n${drawTrace(spans)}\n`);
    expect(spans.map(labelOf).sort()).toStrictEqual([...labels].sort());
    const first = spans.find(({ parentId }) => parentId === undefined);
    const children = spans.filter((span) => span !== first);
    expect(new Set(children.map(({ parentId }) => parentId))).toStrictEqual(new Set([first?.spanId]));
    expect(spans.every(({ startMs, endMs }) => startMs >= (first?.startMs ?? Infinity) && endMs >= startMs)).toBe(true);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  });

  it('are of a frame or a mutation, each span with the first one that it belongs to', () => {
    const roots = new Set(collector.spans.flatMap((span) => (span.parentId === undefined ? [span.spanId] : [])));
    expect(collector.spans.filter(({ parentId }) => parentId !== undefined && !roots.has(parentId))).toStrictEqual([]);
  });

  it('hold nothing of a patient', () => {
    const told = collector.bodies.join('\n');
    expect(told).toContain('frame received');
    expect(told).not.toMatch(/Testperson|Invented|19700101|1970-01-01|\bP1\b|\bV1\b|ESTATES/);
    expect(told).not.toContain(nhsNumber(1));
  });
});
