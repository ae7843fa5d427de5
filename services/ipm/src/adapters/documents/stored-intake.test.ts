import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { certainly } from '@flow/platform/event-store/testing';
import { positionOf } from '@flow/platform/event-store/position';
import { pause } from '@flow/platform/running/pause';
import { until } from '@flow/platform/running/testing';
import { AT_THE_START, type InboxMark } from '../../application/inbox-progress';
import { keepMarks, saveLastMark, type IntakeMarks } from '../../application/intake-marks';
import { openStoredIntake } from './stored-intake';

const markAt = (position: number, unsettled: number): InboxMark => ({
  settledTo: positionOf(position),
  partners: { ipm: { unsettled } },
});

interface Taken {
  end(): Promise<void>;
}

describe.each([
  ['plain', false],
  ['hostile', { seed: 11 }],
] as const)('how far the inbox was taken, on %s engines', (_, hostile) => {
  let engines: Engines;
  let marks: IntakeMarks;
  let taking: Taken[];
  beforeEach(async () => {
    engines = await openTestEngines({ hostile });
    marks = await openStoredIntake(engines.documents);
    taking = [];
  });
  afterEach(async () => {
    await Promise.all(taking.map((one) => one.end()));
    await engines.close();
  });

  /** As the intake does while it has the lease, and when it ends. */
  function take(taker: string, progress: { -readonly [Field in keyof InboxMark]: InboxMark[Field] }): Taken {
    const over = new AbortController();
    const keeping = { marks, wait: (_ms: number, signal: AbortSignal) => pause(5, signal), onRetry: () => undefined };
    const kept = { taker, progress, signal: over.signal };
    const running = keepMarks(keeping, kept);
    const taken = {
      async end(): Promise<void> {
        over.abort();
        await running;
        await saveLastMark(keeping, kept);
      },
    };
    taking.push(taken);
    return taken;
  }
  const untilItSays = (mark: InboxMark) =>
    until(async () => JSON.stringify(await marks.load()) === JSON.stringify(mark));

  it('is at the start first, and follows whoever takes it', async () => {
    expect(await marks.load()).toStrictEqual(AT_THE_START);
    const progress = { ...markAt(1, 1) };
    take('one', progress);
    await untilItSays(markAt(1, 1));
    Object.assign(progress, markAt(2, 0));
    await untilItSays(markAt(2, 0));
  });

  it('is what whoever goes on says, when another that was stopped puts its own there', async () => {
    take('next', markAt(3, 0));
    await untilItSays(markAt(3, 0));
    // It does not know yet that its lease has gone.
    await certainly(() => marks.take('stale', markAt(1, 2)));
    await untilItSays(markAt(3, 0));
  });

  it('stays so when that one ends', async () => {
    const stale = take('stale', markAt(1, 2));
    await untilItSays(markAt(1, 2));
    const next = take('next', markAt(3, 0));
    await stale.end();
    await untilItSays(markAt(3, 0));
    await next.end();
    await stale.end();
    expect(await marks.load()).toStrictEqual(markAt(3, 0));
  });
});
