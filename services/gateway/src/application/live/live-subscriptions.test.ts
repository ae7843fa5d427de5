import type { Span } from '@flow/platform/telemetry/tracing';
import type { AuditEntry } from '../audit-entry';
import type { AuditTrail } from '../audit-trail';
import type { LiveQuery } from './frame';
import { createLiveSubscriptions } from './live-subscriptions';
import { liveField, subscriberOf, versionOf } from './testing';

const HOUR = 3_600_000;
/** Lets everything that can go on go on. */
const settled = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('live subscriptions', () => {
  const written: AuditEntry[] = [];
  let writing: () => Promise<void>;
  let ms = 0;
  const audit: AuditTrail = {
    async write(entries) {
      await writing();
      written.push(...entries);
    },
  };
  const clock = { now: () => '2026-01-01T00:00:00.000Z' as never, monotonicMs: () => ms };
  const liveOf = () => createLiveSubscriptions({ audit, clock, brokenErrors: (id) => `broken ${id}` });

  beforeEach(() => {
    written.length = 0;
    writing = async () => undefined;
    ms = 0;
  });

  it('execute once for 200 who may see the same, with one first frame for those who come together', async () => {
    const [field, live] = [liveField(), liveOf()];
    const subscribers = Array.from({ length: 200 }, (_, index) => subscriberOf(`u${index}`));
    for (const subscriber of subscribers) live.follow(field.query, subscriber);
    await settled();
    expect(field.sources).toHaveLength(2);
    field.change('a');
    await settled();
    expect(field.open.size).toBe(1);
    expect(live.executions()).toBe(1);
    for (const { got } of subscribers) expect(got).toStrictEqual(['snapshot 0 since nothing', 'a']);
  });

  it('are one span a frame and trace, however many see it, and none where nobody does', async () => {
    const spans: Span[] = [];
    const tracing = { wants: () => true, record: (span: Span) => void spans.push(span) };
    const [field, live] = [
      liveField(),
      createLiveSubscriptions({ audit, clock, tracing, brokenErrors: (id) => `broken ${id}` }),
    ];
    const leave = Array.from({ length: 3 }, (_, index) => live.follow(field.query, subscriberOf(`u${index}`)));
    await settled();
    field.change('a', { traces: new Set(['t1', 't2']) });
    field.change('b');
    await settled();
    expect(spans).toMatchObject([
      { name: 'row pushed', trace: 't1', fields: { operation: 'board', count: 3 } },
      { name: 'row pushed', trace: 't2' },
    ]);
    leave.forEach((end) => end());
  });

  it('never share between keys', async () => {
    const [field, other, live] = [liveField('of bed managers'), liveField('of ward clerks'), liveOf()];
    const [bea, wes] = [subscriberOf('bea'), subscriberOf('wes')];
    live.follow(field.query, bea);
    live.follow(other.query, wes);
    await settled();
    field.change('for bed managers');
    await settled();
    expect(live.executions()).toBe(2);
    expect(wes.got).toStrictEqual(['snapshot 0 since nothing']);
    expect(bea.got).toStrictEqual(['snapshot 0 since nothing', 'for bed managers']);
  });

  it('give who comes later a snapshot of their own and then the same frames', async () => {
    const [field, live] = [liveField(), liveOf()];
    const [early, late] = [subscriberOf('early'), subscriberOf('late', versionOf(1))];
    live.follow(field.query, early);
    await settled();
    field.change('a');
    field.change('b');
    await settled();
    live.follow(field.query, late);
    await settled();
    field.change('c');
    await settled();
    expect(early.got).toStrictEqual(['snapshot 0 since nothing', 'a', 'b', 'c']);
    expect(late.got).toStrictEqual([`snapshot 2 since ${versionOf(1)}`, 'c']);
    expect(field.open.size).toBe(1);
  });

  it('hold for who joins what comes meanwhile', async () => {
    const [field, live] = [liveField(), liveOf()];
    live.follow(field.query, subscriberOf('early'));
    await settled();
    const [late, letGo] = [subscriberOf('late'), field.hold()];
    live.follow(field.query, late);
    await settled();
    field.change('a');
    field.change('b');
    await settled();
    field.firstFrames({ text: 'snapshot at a', version: versionOf(1) });
    letGo();
    await settled();
    field.change('c');
    await settled();
    expect(late.got).toStrictEqual(['snapshot at a', 'b', 'c']);
  });

  it('let heartbeats pass, whatever their version', async () => {
    const [field, live] = [liveField(), liveOf()];
    const bea = subscriberOf('bea');
    live.follow(field.query, bea);
    await settled();
    field.tell(field.frame('beat', { heartbeat: true, version: versionOf(0) }));
    field.tell(field.frame('old', { version: versionOf(0) }));
    await settled();
    expect(bea.got).toStrictEqual(['snapshot 0 since nothing', 'beat']);
  });

  it('follow a first frame that lags behind until it has caught up', async () => {
    const [field, live] = [liveField(), liveOf()];
    const bea = subscriberOf('bea');
    let opened = 0;
    const lagging: LiveQuery = {
      ...field.query,
      async open(since) {
        opened += 1;
        if (opened === 1) field.firstFrames({ version: versionOf(5) });
        else field.firstFrames({ version: versionOf(4) });
        return field.query.open(since);
      },
    };
    live.follow(lagging, bea);
    await settled();
    expect(bea.got).toStrictEqual([]);
    field.sources[1]?.push(field.frame('caught up', { version: versionOf(5) }));
    await settled();
    expect(bea.got).toStrictEqual(['snapshot 0 since nothing', 'caught up']);
  });

  it('end the execution with its last subscriber, and begin anew after', async () => {
    const [field, live] = [liveField(), liveOf()];
    const [leaveOne, leaveTwo] = [subscriberOf('one'), subscriberOf('two')].map((one) => live.follow(field.query, one));
    await settled();
    leaveOne?.();
    expect(field.open.size).toBe(1);
    leaveTwo?.();
    expect(field.open.size).toBe(0);
    expect(live.executions()).toBe(0);
    const again = subscriberOf('again');
    live.follow(field.query, again);
    await settled();
    expect(again.got).toStrictEqual(['snapshot 0 since nothing']);
  });

  it('leave nothing running for one who left before it had begun', async () => {
    const [field, live] = [liveField(), liveOf()];
    const bea = subscriberOf('bea');
    live.follow(field.query, bea)();
    await settled();
    expect([field.open.size, live.executions(), bea.got]).toStrictEqual([0, 0, []]);
  });

  it('end everyone when the source ends, and with its errors when it fails', async () => {
    const [field, live] = [liveField(), liveOf()];
    const [bea, wes] = [subscriberOf('bea'), subscriberOf('wes')];
    live.follow(field.query, bea);
    await settled();
    field.tell(undefined);
    await settled();
    live.follow(field.query, wes);
    await settled();
    field.tell(field.frame('[errors]', { failed: true }));
    await settled();
    expect(bea.got).toStrictEqual(['snapshot 0 since nothing', 'end']);
    expect(wes.got).toStrictEqual(['snapshot 0 since nothing', 'end [errors]']);
    expect(live.executions()).toBe(0);
  });

  it('are refused to everyone who may not see', async () => {
    const [field, live] = [liveField(), liveOf()];
    field.firstFrames({ failed: true, text: '[forbidden]', refused: true });
    const bea = subscriberOf('bea');
    live.follow(field.query, bea);
    await settled();
    expect([bea.got, live.executions(), field.open.size]).toStrictEqual([['end [forbidden]'], 0, 0]);
    expect(written).toMatchObject([{ viewers: [{ user: 'bea' }], patients: [], nobody: 'refused' }]);
  });

  it('write down whom they show at the start, and those first shown later, and again after 12 hours', async () => {
    const [field, live] = [liveField(), liveOf()];
    field.firstFrames({ shown: new Set(['p1', 'p2']) });
    const [bea, wes] = [subscriberOf('bea'), subscriberOf('wes')];
    live.follow(field.query, bea);
    await settled();
    live.follow(field.query, wes);
    await settled();
    field.change('p2 again', { shown: new Set(['p2']) });
    field.change('p3 is new', { shown: new Set(['p2', 'p3']) });
    await settled();
    ms = 12 * HOUR;
    field.change('p1 still', { shown: new Set(['p1']) });
    await settled();
    expect(
      written.map(({ viewers, patients, correlationId }) => [viewers.map(({ user }) => user), patients, correlationId]),
    ).toStrictEqual([
      [['bea'], ['p1', 'p2'], 'c-bea'],
      [['wes'], ['p1', 'p2'], 'c-wes'],
      [['bea', 'wes'], ['p3'], 'c-bea'],
      [['bea', 'wes'], ['p1'], 'c-bea'],
    ]);
  });

  it('send nothing that could not be written down', async () => {
    const [field, live] = [liveField(), liveOf()];
    const bea = subscriberOf('bea');
    live.follow(field.query, bea);
    await settled();
    writing = async () => Promise.reject(new Error('The store is away.'));
    field.change('shows p1', { shown: new Set(['p1']) });
    await settled();
    expect(bea.got).toStrictEqual(['snapshot 0 since nothing', 'end broken c-bea']);
    expect([field.open.size, live.executions()]).toStrictEqual([0, 0]);
  });
});
