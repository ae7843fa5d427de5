import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { Stopped } from '@flow/platform/running/persistently';
import { createWriter, until } from '@flow/platform/running/testing';
import { silentLog } from '@flow/platform/telemetry/log';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import { createOpenedPatients } from '../../application/opened-patients';
import { createUsers } from '../../application/users';
import { followFromFirst } from './follow-from-first';
import { followOpenings } from './follow-openings';
import { followUsers } from './stored-users';

let engines: Engines;
beforeEach(async () => {
  engines = await openTestEngines();
});
afterEach(() => engines.close());
const over = () => ({ store: engines.events, log: silentLog });

describe('a start that has to know what is stored first', () => {
  it('goes on once it knows, and hears of what comes later', async () => {
    const write = createWriter(engines.events);
    for (let n = 0; n < 3; n += 1) await write('thing-1', { n });
    const heard: string[] = [];
    const take = ({ stream, revision }: { readonly stream: string; readonly revision: number }) =>
      void heard.push(`${stream} ${revision}`);
    const run = await followFromFirst({ ...over(), name: 'things', prefixes: ['thing-'], take });
    expect([...new Set(heard)]).toStrictEqual(['thing-1 0', 'thing-1 1', 'thing-1 2']);
    await write('thing-1');
    await until(() => heard.includes('thing-1 3'));
    await run.stop();
  });

  it.each([
    ['an opening', 'breakGlass-1', () => followOpenings(over(), createOpenedPatients(systemClock))],
    [
      'the table of users',
      'userScopes-RXX',
      () => followUsers({ store: engines.events, trust: 'RXX' }, createUsers(), over()),
    ],
  ])('ends at %s of a newer version, and says what to do', async (_, stream, follow) => {
    await createWriter(engines.events)(stream, {}, 'turned.v9');
    const refused = await follow().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(OperatorError);
    expect(String(refused)).toMatch(/newer version has written .* Start the newer version\.$/);
  });

  it('ends when it is given up', async () => {
    const starting = new AbortController();
    async function* nothing(signal: AbortSignal) {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      yield* [];
    }
    const following = followFromFirst({
      ...{ log: silentLog, starting: starting.signal, name: 'things', prefixes: ['thing-'], take: () => undefined },
      store: { subscribe: ({ signal }) => nothing(signal) },
    });
    starting.abort();
    await expect(following).rejects.toBeInstanceOf(Stopped);
  });
});
