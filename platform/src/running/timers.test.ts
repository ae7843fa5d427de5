import type { Engines } from '../engines/engines';
import { openTestEngines } from '../engines/testing';
import { EngineUnavailable } from '../event-store/errors';
import { silentLog } from '../telemetry/log';
import { systemClock } from '../time/clock';
import { laterBy } from '../time/instant';
import { until } from './testing';
import { startTimers, type Due, type RunningTimers, type TimersOptions } from './timers';

describe.each([
  ['plain', false],
  ['hostile', { seed: 13 }],
] as const)('timers on %s engines', (_, hostile) => {
  let engines: Engines;
  let dues: Due[];
  let fired: string[];
  const running: RunningTimers[] = [];
  beforeEach(async () => {
    engines = await openTestEngines({ hostile });
    dues = [];
    fired = [];
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(async (one) => one.stop()));
    await engines.close();
  });

  function start(over: Partial<TimersOptions<Due>> = {}): RunningTimers {
    const timers = startTimers<Due>({
      ...{ name: 'holds', documents: engines.documents, clock: systemClock, log: silentLog },
      instance: `i${running.length}`,
      due: (now) => dues.filter(({ at }) => at <= now),
      async fire({ id }) {
        fired.push(id);
        dues = dues.filter((due) => due.id !== id);
        return Promise.resolve();
      },
      everyMs: 20,
      ttlMs: 400,
      ...over,
    });
    running.push(timers);
    return timers;
  }
  const set = (id: string, inMs: number) => dues.push({ id, at: laterBy(systemClock.now(), inMs) });

  it('fires what is due, in order of time, and what is not due later', async () => {
    set('b', -10);
    set('a', -20);
    set('c', 150);
    start();
    await until(() => fired.length === 2);
    expect(fired).toStrictEqual(['a', 'b']);
    await until(() => fired.length === 3);
  });

  it('fires once where two instances could', async () => {
    start();
    start();
    for (let index = 0; index < 10; index += 1) set(`${index}`, index * 5);
    await until(() => dues.length === 0);
    expect(fired).toHaveLength(10);
  });

  it('looks when the next falls due, and when it is told', async () => {
    set('a', 100);
    const timers = start({ everyMs: 60_000, next: () => dues[0]?.at });
    await until(() => fired.length === 1);
    set('b', -1);
    timers.look();
    await until(() => fired.length === 2);
  });

  it('fires again what failed, without holding up others', async () => {
    let failures = 0;
    set('bad', -20);
    set('good', -10);
    start({
      async fire({ id }) {
        if (id === 'bad') failures += 1;
        if (id === 'bad' && failures < 3) throw failures === 1 ? new EngineUnavailable('a test') : new Error('a test');
        fired.push(id);
        dues = dues.filter((due) => due.id !== id);
        return Promise.resolve();
      },
    });
    await until(() => fired.length === 2);
    expect(fired).toStrictEqual(['good', 'bad']);
  });

  it('does not fire again at once what still shows as due', async () => {
    let looks = 0;
    set('a', -1);
    start({
      due() {
        looks += 1;
        return dues;
      },
      fire: async ({ id }) => Promise.resolve(void fired.push(id)),
    });
    await until(() => looks > 10);
    expect(fired).toStrictEqual(['a']);
  });

  it('is not ready once it cannot be told what is due', async () => {
    const timers = start({
      due() {
        throw new TypeError('a test');
      },
    });
    await until(() => !timers.readiness().ready);
  });
});
