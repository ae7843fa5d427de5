import { BRIEFLY_MS, createWaitingCalls } from './waiting-calls';

const NO_ANSWER = new Error('No answer.');
const LONG_MS = 600_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const never = async (): Promise<never> => new Promise(() => undefined);
const after = async (ms: number): Promise<string> =>
  new Promise((resolve) => setTimeout(() => resolve('answered'), ms));

it('lets a call wait for its time, and tells it that it is over', async () => {
  const calls = createWaitingCalls(NO_ANSWER);
  let told: AbortSignal | undefined;
  const given = expect(
    calls.within(1000, async (signal) => {
      told = signal;
      return never();
    }),
  ).rejects.toBe(NO_ANSWER);
  const answered = expect(calls.within(1000, async () => after(999))).resolves.toBe('answered');
  await jest.advanceTimersByTimeAsync(1000);
  await given;
  await answered;
  expect(told?.aborted).toBe(true);
});

it.each(['giveUp', 'close'] as const)('lets none of those under way wait after %s', async (how) => {
  const calls = createWaitingCalls(NO_ANSWER);
  const given = [1, 2].map(async () => expect(calls.within(LONG_MS, never)).rejects.toBe(NO_ANSWER));
  expect(calls.isGivenUp()).toBe(false);
  calls[how]();
  await Promise.all(given);
  expect(calls.isGivenUp()).toBe(true);
  expect(jest.getTimerCount()).toBe(0);
});

it('lets later ones wait briefly once the others were given up', async () => {
  const calls = createWaitingCalls(NO_ANSWER);
  calls.giveUp();
  const answered = expect(calls.within(LONG_MS, async () => after(BRIEFLY_MS - 1))).resolves.toBe('answered');
  const shorter = expect(calls.within(BRIEFLY_MS / 2, async () => after(BRIEFLY_MS - 1))).rejects.toBe(NO_ANSWER);
  await jest.advanceTimersByTimeAsync(BRIEFLY_MS);
  await Promise.all([answered, shorter]);
});

it('asks no more after one of those waited in vain', async () => {
  const calls = createWaitingCalls(NO_ANSWER);
  calls.giveUp();
  const unanswered = expect(calls.within(LONG_MS, never)).rejects.toBe(NO_ANSWER);
  await jest.advanceTimersByTimeAsync(BRIEFLY_MS);
  await unanswered;
  await expect(calls.within(LONG_MS, async () => Promise.resolve())).rejects.toBe(NO_ANSWER);
});

it('begins nothing once it is closed', async () => {
  const calls = createWaitingCalls(NO_ANSWER);
  calls.close();
  const work = jest.fn(never);
  await expect(calls.within(LONG_MS, work)).rejects.toBe(NO_ANSWER);
  expect(work).not.toHaveBeenCalled();
});
