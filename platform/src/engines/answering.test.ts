import { BusRefuses } from '../bus/bus-refuses';
import { EngineUnavailable } from '../event-store/errors';
import { until } from '../running/testing';
import { systemClock } from '../time/clock';
import { watchAnswering, type Answering } from './answering';

describe('whether engines answer', () => {
  const watching: Answering[] = [];
  afterEach(async () => Promise.all(watching.splice(0).map(async (answering) => answering.stop())));

  /** With a clock that the test moves, and an engine that is what the test says. */
  function watched(everyMs = 1) {
    let now = systemClock.monotonicMs();
    let [asked, answers] = [0, 0];
    let way: 'well' | 'away' | 'silent' | 'full' | 'refusing' = 'well';
    const ask = async (): Promise<void> => {
      asked += 1;
      if (way === 'away') throw new EngineUnavailable('a question');
      if (way === 'full') throw Object.assign(new EngineUnavailable('a write'), { code: 'SQLITE_FULL' });
      if (way === 'refusing') throw new BusRefuses('POLICY_VIOLATION', 'The bus refuses its topics.');
      if (way === 'silent') await new Promise(() => undefined);
      answers += 1;
    };
    const clock = { ...systemClock, monotonicMs: () => now };
    const answering = watchAnswering({ bus: ask }, { clock, everyMs, patienceMs: 3000 });
    watching.push(answering);
    return {
      bus: () => answering.readiness().bus,
      later: (ms: number) => void (now += ms),
      become: (other: typeof way) => void (way = other),
      answered: async (): Promise<void> => until(() => answers > 0),
      askedAgain: async (times = 2): Promise<void> => {
        const before = asked;
        await until(() => asked >= before + times);
      },
    };
  }
  const AWAY = { ready: false, reason: 'The bus does not answer.' };

  it('is told of those alone that can be away', () => {
    const answering = watchAnswering({});
    watching.push(answering);
    expect(answering.readiness()).toStrictEqual({});
  });

  it('is told once one has not answered for a while, and until it does', async () => {
    const { bus, later, become, askedAgain } = watched();
    become('away');
    await askedAgain();
    later(2000);
    expect(bus()).toStrictEqual({ ready: true });
    later(2000);
    expect(bus()).toStrictEqual(AWAY);
    become('well');
    await askedAgain();
    expect(bus()).toStrictEqual({ ready: true });
  });

  it('is not told of one that nobody asked: a process that was stopped for a while', async () => {
    const { bus, later, answered } = watched(60_000);
    await answered();
    later(6000);
    expect(bus()).toStrictEqual({ ready: true });
  });

  it('is told what the disk says of an engine of this process', async () => {
    const { bus, later, become, askedAgain } = watched();
    become('full');
    await askedAgain();
    later(6000);
    expect(bus()).toStrictEqual({ ready: false, reason: 'The bus cannot be written: the disk is full.' });
    become('well');
    await askedAgain();
    expect(bus()).toStrictEqual({ ready: true });
  });

  it('is told what the bus refuses, while it does', async () => {
    const { bus, later, become, askedAgain } = watched();
    become('refusing');
    await askedAgain();
    later(6000);
    expect(bus()).toStrictEqual({ ready: false, reason: 'The bus refuses its topics.' });
    become('well');
    await askedAgain();
    become('silent');
    await askedAgain(1);
    later(6000);
    expect(bus()).toStrictEqual(AWAY);
  });

  it('is told of one that takes a question and says nothing', async () => {
    const { bus, later, become, askedAgain } = watched();
    await askedAgain();
    become('silent');
    await askedAgain(1);
    later(6000);
    expect(bus()).toStrictEqual(AWAY);
  });
});
