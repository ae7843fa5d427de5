import { EngineUnavailable, OutcomeUnknown } from '../event-store/errors';
import { certainly } from './certainly';

describe('what may be done twice', () => {
  /** Gives these answers, one after another; the last again and again. */
  function answering(...answers: readonly (Error | string)[]) {
    const waits: number[] = [];
    let asked = 0;
    const done = certainly(
      async () => {
        const answer = answers[Math.min(asked, answers.length - 1)]!;
        asked += 1;
        if (answer instanceof Error) throw answer;
        return Promise.resolve(answer);
      },
      async (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    );
    return { done, waits };
  }
  const lost = new OutcomeUnknown('a write');
  const away = new EngineUnavailable('a write');
  const fault = new RangeError('no');

  it('is repeated with growing pauses when an answer was lost, also while nobody is reached after that', async () => {
    const { done, waits } = answering(lost, away, lost, 'done');
    expect(await done).toBe('done');
    expect(waits).toStrictEqual([5, 10, 20]);
  });

  it('is given up after some time, and it stays unknown whether it was done', async () => {
    const { done, waits } = answering(lost, away);
    await expect(done).rejects.toBe(lost);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(12_000);
  });

  it('is not repeated when nothing was done, or at any other fault', async () => {
    await expect(answering(away, 'done').done).rejects.toBe(away);
    await expect(answering(fault, 'done').done).rejects.toBe(fault);
    await expect(answering(lost, fault, 'done').done).rejects.toBe(fault);
  });
});
