import { EngineUnavailable } from '../errors';
import { ClientFailure } from './client-failure';
import { openConnection } from './connection';

it.each(['giveUp', 'close'] as const)(
  'does not wait for an answer after %s, and takes nothing once closed',
  async (how) => {
    const connection = openConnection('esdb://127.0.0.1:1?tls=false', 600_000);
    let told: AbortSignal | undefined;
    const calling = connection.call(async (_client, signal) => {
      told = signal;
      return new Promise(() => undefined);
    });
    const given = expect(calling).rejects.toBeInstanceOf(ClientFailure);
    await connection[how]();
    await given;
    expect(told?.aborted).toBe(true);
    expect(connection.closed.aborted).toBe(how === 'close');
    if (how === 'giveUp') expect(await connection.call(async () => Promise.resolve('answered'))).toBe('answered');
    await connection.close();
    await expect(connection.call(async () => Promise.resolve())).rejects.toBeInstanceOf(EngineUnavailable);
  },
);
