import { getEventListeners } from 'node:events';
import { lookAgainAtQuarantine } from './look-again';
import type { MessageLanes } from './message-lanes';

const open = (ids: readonly string[]) => ({
  mayHeal: () => Promise.resolve(ids),
  readUnderOther: () => Promise.resolve([]),
  asked: () => Promise.resolve([]),
  unfinished: () => Promise.resolve([]),
});
const lanes = (reconsider: MessageLanes['reconsider']) => ({ reconsider });

describe('looking again', () => {
  it('leaves nothing behind on the signal of the intake, however often it is done', async () => {
    const { signal } = new AbortController();
    const quick = lanes(() => Promise.resolve());
    for (let times = 0; times < 20; times += 1) await lookAgainAtQuarantine(open(['m1']), quick, signal);
    await expect(
      lookAgainAtQuarantine(
        open(['m1']),
        lanes(() => Promise.reject(new Error('No store.'))),
        signal,
      ),
    ).rejects.toThrow('No store.');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('ends with the signal while a lane is blocked', async () => {
    const stopping = new AbortController();
    const blocked = lanes(async () => {
      stopping.abort();
      await new Promise<never>(() => undefined);
    });
    await lookAgainAtQuarantine(open(['m1']), blocked, stopping.signal);
    expect(getEventListeners(stopping.signal, 'abort')).toHaveLength(0);
  });
});
