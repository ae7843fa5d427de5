import { until } from '../running/testing';
import { systemClock } from '../time/clock';
import { instant } from '../time/instant';
import { createMetrics } from './metrics';
import { openOtlpTracing, type ProcessTracing } from './otlp-tracing';
import { recordingLog } from './testing';
import { startCollector, type TestCollector } from './testing/collector';
import { traceFrom, traceWithin } from './trace';
import { traced, type Span } from './tracing';

const AT = instant('2026-03-29T01:30:00.000Z');
const span = (more: Partial<Span> = {}): Span => ({
  ...{ name: 'frame received', trace: traceFrom('m1'), startedAt: AT, ms: 2.5, ...more },
});

describe('tracing by OTLP', () => {
  let collector: TestCollector;
  let tracing: ProcessTracing;
  const recorded = recordingLog();
  let metrics = createMetrics();

  function open(more: { endpoint?: string; ratio?: number; everyMs?: number } = {}): ProcessTracing {
    metrics = createMetrics();
    const told = { endpoint: collector.url, ratio: 1, everyMs: 5, ...more };
    tracing = openOtlpTracing({ ...told, instance: 'i1', log: recorded.log, metrics });
    return tracing;
  }
  beforeEach(async () => {
    collector = await startCollector();
    recorded.lines.length = 0;
  });
  afterEach(async () => {
    await tracing.stop();
    await collector.close();
  });

  it('tells spans of one message as one trace, whichever service and process made them', async () => {
    const [ipm, beds] = [open().of('ipm'), open().of('beds')];
    ipm.record(span({ fields: { partner: 'ipm', messageId: 'm1' } }));
    beds.record(span({ name: 'command decided', ms: 0, fields: { category: 'stay' } }));
    await until(() => collector.spans.length === 2);
    const [root, child] = [...collector.spans].sort((a, b) => b.service.localeCompare(a.service));
    expect(`00-${root?.traceId}-${root?.spanId}-00`).toBe(traceFrom('m1'));
    expect(root).toMatchObject({
      ...{ service: 'patient-flow-ipm', name: 'frame received', parentId: undefined, failed: false },
      fields: { 'flow.partner': 'ipm', 'flow.messageId': 'm1' },
    });
    expect([root?.startMs, root?.endMs]).toStrictEqual([Date.parse(AT), Date.parse(AT) + 2.5]);
    expect(child).toMatchObject({ traceId: root?.traceId, parentId: root?.spanId, service: 'patient-flow-beds' });
    expect(child?.spanId).not.toBe(root?.spanId);
  });

  it('begins within the trace of a caller who has one', async () => {
    const caller = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    open()
      .of('gateway')
      .record(span({ name: 'mutation', trace: traceWithin(caller, 'c1'), caller }));
    await until(() => collector.spans.length === 1);
    expect(collector.spans).toMatchObject([{ traceId: 'a'.repeat(32), parentId: 'b'.repeat(16) }]);
    expect(collector.spans[0]?.spanId).not.toBe('b'.repeat(16));
  });

  it('keeps the same part of all traces everywhere, and no other', async () => {
    const ids = Array.from({ length: 400 }, (_, index) => traceFrom(`m${index}`));
    const [one, other] = [open({ ratio: 0.25 }).of('ipm'), open({ ratio: 0.25 }).of('beds')];
    const kept = ids.filter((trace) => one.wants(trace));
    expect(ids.filter((trace) => other.wants(trace))).toStrictEqual(kept);
    expect(kept.length).toBeGreaterThan(60);
    expect(kept.length).toBeLessThan(140);
    for (const trace of ids) other.record(span({ trace }));
    await until(() => collector.spans.length === kept.length);
    expect(ids.some((trace) => open({ ratio: 0 }).of('ipm').wants(trace))).toBe(false);
  });

  it('tells nothing but words and numbers, and what is no traceparent to nobody', async () => {
    const ipm = open().of('ipm');
    ipm.record(span({ fields: { partner: 'Mrs Testperson', messageId: '999 000 0018', outcome: 'applied', ms: NaN } }));
    ipm.record(span({ trace: 'Testperson' }));
    ipm.record(span({ trace: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01` }));
    await until(() => collector.spans.length > 0);
    await tracing.stop();
    expect(collector.spans.map(({ fields }) => fields)).toStrictEqual([{ 'flow.outcome': 'applied' }]);
    expect(collector.bodies.join('')).not.toMatch(/Testperson|999/);
  });

  it('sends what waits when it stops', async () => {
    open({ everyMs: 60_000 }).of('ipm').record(span());
    await tracing.stop();
    expect(collector.spans).toHaveLength(1);
    tracing.of('ipm').record(span());
    await tracing.stop();
    expect(collector.spans).toHaveLength(1);
  });

  it.each(['silence', 503, 400] as const)(
    'loses spans and nothing else to a collector that answers %s',
    async (how) => {
      collector.answers = how;
      const ipm = open().of('ipm');
      for (let count = 0; count < 20_000; count += 1) ipm.record(span());
      await tracing.stop();
      expect(collector.spans).toStrictEqual([]);
      expect(recorded.lines.length).toBeLessThanOrEqual(1);
    },
  );

  it('says once that nobody takes them, and that somebody does again', async () => {
    collector.answers = 400;
    const ipm = open().of('ipm');
    const lost = () => recorded.lines.map(({ msg }) => msg);
    for (let batch = 1; batch <= 3; batch += 1) {
      ipm.record(span());
      await until(async () => (await metrics.text()).includes(`tracing_spans_total{outcome="lost"} ${batch}`));
    }
    expect(lost()).toStrictEqual(['The collector takes no traces; they are lost until it does.']);
    collector.answers = 200;
    ipm.record(span());
    await until(() => recorded.lines.length === 2);
    expect(lost()[1]).toBe('The collector takes traces again.');
    expect(await metrics.text()).toContain('tracing_spans_total{outcome="taken"} 1');
  });
});

describe('traced work', () => {
  const spans: Span[] = [];
  const tracing = { wants: (trace: string) => trace !== traceFrom('unwanted'), record: (one: Span) => spans.push(one) };
  const watch = { tracing: { ...tracing, record: (one: Span) => void spans.push(one) }, clock: systemClock };
  beforeEach(() => (spans.length = 0));

  it('is one span for each of its traces, with what came of it', async () => {
    const traces = [traceFrom('a'), undefined, traceFrom('unwanted'), traceFrom('b')];
    const told = (count: number) => ({ count });
    expect(await traced(watch, { name: 'row pushed', traces, told }, () => Promise.resolve(7))).toBe(7);
    expect(spans).toMatchObject([
      { name: 'row pushed', trace: traceFrom('a'), failed: false, fields: { count: 7 } },
      { trace: traceFrom('b') },
    ]);
  });

  it('throws what the work throws', async () => {
    const work = () => Promise.reject(new Error('no'));
    await expect(traced(watch, { name: 'beds told', traces: [traceFrom('a')] }, work)).rejects.toThrow('no');
    expect(spans).toMatchObject([{ failed: true }]);
  });
});
