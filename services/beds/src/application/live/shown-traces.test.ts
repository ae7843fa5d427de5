import { sampleEvent } from '@flow/platform/event-store/testing';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { traceFrom } from '@flow/platform/telemetry/trace';
import { NO_TRACING, type Span } from '@flow/platform/telemetry/tracing';
import { instant, laterBy } from '@flow/platform/time/instant';
import type { JsonObject } from '@flow/platform/values/json';
import { bookDecider } from '../../domain/book/book';
import { createShownTraces } from './shown-traces';

const AT = instant('2026-01-02T09:00:00.000Z');
const state = bookDecider.initialState;
const A = new Set(['A1']);
const event = (trace: string, data: JsonObject): RecordedEvent => {
  const sample = sampleEvent(data, 'bed-closed.v1');
  const metadata = { ...sample.metadata, recordedAt: AT, trace };
  return { ...sample, metadata, stream: 'occupancy-trust.1', revision: 0, position: '1' as never };
};

describe('the traces that boards have shown', () => {
  const spans: Span[] = [];
  let ms = 0;
  const clock = { now: () => laterBy(AT, ms), monotonicMs: () => ms };
  const tracing = {
    wants: (trace: string) => trace !== traceFrom('unwanted'),
    record: (span: Span) => void spans.push(span),
  };
  beforeEach(() => {
    spans.length = 0;
    ms = 0;
  });

  it('are told with frames of the wards that their events are about, from the view on that shows them', () => {
    const traces = createShownTraces({ tracing, clock });
    ms = 3;
    traces.took(
      [event(traceFrom('a'), { wardId: 'A1' }), event(traceFrom('b'), { legs: [{ to: { wardId: 'B2' } }] })],
      state,
    );
    traces.took([event(traceFrom('unwanted'), { wardId: 'A1' })], state);
    expect(traces.since('', A)).toStrictEqual([]);
    ms = 40;
    traces.showed('1');
    expect(spans).toMatchObject([
      { name: 'event shown by board', trace: traceFrom('a'), startedAt: AT, ms: 40, fields: { ms: 3 } },
      { trace: traceFrom('b') },
    ]);
    expect(traces.since('', A)).toStrictEqual([traceFrom('a')]);
    expect(traces.since('', new Set(['A1', 'B2']))).toStrictEqual([traceFrom('a'), traceFrom('b')]);
    expect(traces.since('1', A)).toStrictEqual([]);
  });

  it('are not shown by a heartbeat between an event and its view', () => {
    const traces = createShownTraces({ tracing, clock });
    traces.showed('1');
    traces.took([event(traceFrom('a'), { wardId: 'A1' })], state);
    traces.showed('1');
    expect(spans).toStrictEqual([]);
    traces.showed('2');
    expect(traces.since('1', A)).toStrictEqual([traceFrom('a')]);
  });

  it('are at most 64 a frame, the latest', () => {
    const traces = createShownTraces({ tracing, clock });
    const all = Array.from({ length: 1000 }, (_, index) => traceFrom(`m${index}`));
    traces.took(
      all.map((trace) => event(trace, { wardId: 'A1' })),
      state,
    );
    traces.showed('1');
    expect(traces.since('', A)).toStrictEqual(all.slice(-64));
  });

  it('are nobody’s business where nobody traces', () => {
    const traces = createShownTraces({ tracing: NO_TRACING, clock });
    traces.took([event(traceFrom('a'), { wardId: 'A1' })], state);
    traces.showed('1');
    expect(traces.since('', A)).toStrictEqual([]);
  });
});
