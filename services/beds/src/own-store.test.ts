import { EngineUnavailable } from '@flow/platform/event-store/errors';
import type { StreamPage } from '@flow/platform/event-store/event-store';
import { openTestEngines } from '@flow/platform/engines/testing';
import { startFollowing } from '@flow/platform/running/follow';
import { createWriter, until } from '@flow/platform/running/testing';
import { silentLog } from '@flow/platform/telemetry/log';
import { setClock } from './application/testing/beds';
import { on } from './domain/testing/estate';
import { watchOwnStore } from './own-store';

const STREAM = 'occupancy-trust.1';

/** A follower of a store with one event, whose parts break when they are told to. */
async function given() {
  const engines = await openTestEngines();
  const clock = setClock(on('09:00'));
  let answers: 'well' | 'with a fault' | 'never' = 'well';
  let taking: Promise<void> | undefined;
  let letGo: (error?: Error) => void = () => undefined;
  const write = createWriter(engines.events);
  await write(STREAM);
  const following = startFollowing({
    ...{ store: engines.events, prefixes: ['occupancy-'], name: 'test', log: silentLog, clock },
    apply: async () => taking,
  });
  await until(() => following.readiness().ready);
  const events = {
    read: (...asked: Parameters<typeof engines.events.read>): Promise<StreamPage> => {
      if (answers === 'never') return new Promise(() => undefined);
      return answers === 'well' ? engines.events.read(...asked) : Promise.reject(new EngineUnavailable('away'));
    },
  };
  const own = watchOwnStore({ events, following, stream: () => STREAM, clock, log: silentLog, patienceMs: 300 });
  return {
    ...{ clock, own, following, write: () => write(STREAM) },
    answer: (how: typeof answers) => void (answers = how),
    block: () =>
      void (taking = new Promise((resolve, reject) => (letGo = (error) => (error ? reject(error) : resolve())))),
    release: (error?: Error) => {
      taking = undefined;
      letGo(error);
    },
    close: async () => {
      letGo();
      await following.stop();
      await engines.close();
    },
  };
}

it.each(['with a fault', 'never'] as const)(
  'a store that answers %s is told, with when it was well last',
  async (how) => {
    const { own, clock, answer, close } = await given();
    expect(await own()).toStrictEqual({ goodAt: on('09:00'), reasons: [] });
    answer(how);
    clock.set(on('09:10'));
    expect(await own()).toStrictEqual({ goodAt: on('09:00'), reasons: ['STORE_UNAVAILABLE'] });
    answer('well');
    expect(await own()).toStrictEqual({ goodAt: on('09:10'), reasons: [] });
    await close();
  },
);

it('a follower that does not take what is there is told, and one that has stopped', async () => {
  const { own, clock, following, write, block, release, close } = await given();
  expect(await own()).toMatchObject({ reasons: [] });
  block();
  await write();
  clock.set(on('09:10'));
  expect(await own()).toStrictEqual({ goodAt: on('09:00'), reasons: ['PROJECTION_BEHIND'] });
  release(new TypeError('A fault that does not pass.'));
  await until(() => !following.readiness().ready);
  expect(await own()).toStrictEqual({ goodAt: on('09:00'), reasons: ['PROJECTION_BEHIND'] });
  await close();
});
