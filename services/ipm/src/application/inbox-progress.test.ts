import type { Position } from '@flow/platform/event-store/event-store';
import { instant } from '@flow/platform/time/instant';
import { AT_THE_START, createInboxProgress } from './inbox-progress';

const at = (second: number) => instant(`2026-01-05T10:00:0${second}.000Z`);
const CLOCK = { now: () => instant('2026-01-05T11:00:00.000Z') };
const position = (number: number) => `00${number}` as Position;

describe('how far the inbox has come', () => {
  it('is never beyond the oldest message without an outcome', () => {
    const progress = createInboxProgress(AT_THE_START, CLOCK);
    for (const number of [1, 2, 3]) expect(progress.begin(position(number), 'ipm', at(number))).toBe(true);
    expect(progress.settledTo).toBeUndefined();
    progress.end(position(2), 'ipm');
    expect([progress.settledTo, progress.of('ipm')]).toStrictEqual([
      undefined,
      { unsettled: 2, seenTo: position(3), heardAt: at(3) },
    ]);
    progress.end(position(1), 'ipm');
    expect([progress.settledTo, progress.of('ipm')]).toStrictEqual([
      position(2),
      { unsettled: 1, settledTo: at(2), seenTo: position(3), heardAt: at(3) },
    ]);
    progress.end(position(3), 'ipm');
    expect([progress.settledTo, progress.of('ipm')]).toStrictEqual([
      position(3),
      { unsettled: 0, settledTo: at(3), seenTo: position(3), heardAt: at(3) },
    ]);
  });

  it('never goes back in time, whatever is written anew behind what came later', () => {
    const progress = createInboxProgress(AT_THE_START, CLOCK);
    progress.begin(position(1), 'ipm', at(5));
    progress.end(position(1), 'ipm');
    progress.begin(position(2), 'ipm', at(1));
    progress.end(position(2), 'ipm');
    expect(progress.of('ipm')).toStrictEqual({
      unsettled: 0,
      settledTo: at(5),
      seenTo: position(2),
      heardAt: at(5),
    });
  });

  it('tells partners apart', () => {
    const progress = createInboxProgress(AT_THE_START, CLOCK);
    progress.begin(position(1), 'ipm', at(1));
    progress.begin(position(2), 'corpora', at(2));
    progress.end(position(2), 'corpora');
    expect(progress.of('ipm').unsettled).toBe(1);
    expect(progress.of('corpora')).toStrictEqual({
      unsettled: 0,
      settledTo: at(2),
      seenTo: position(2),
      heardAt: at(2),
    });
    expect(progress.of('nobody')).toStrictEqual({ unsettled: 0 });
  });

  it('begins nothing twice, and goes on from where it was left', () => {
    const partners = { ipm: { unsettled: 3, settledTo: at(3), seenTo: position(7), heardAt: at(7) } };
    const progress = createInboxProgress({ settledTo: position(4), partners }, CLOCK);
    expect(progress.of('ipm')).toStrictEqual({ unsettled: 0, settledTo: at(3), heardAt: at(7) });
    expect(progress.begin(position(4), 'ipm', at(4))).toBe(false);
    expect(progress.begin(position(5), 'ipm', at(5))).toBe(true);
    expect(progress.begin(position(5), 'ipm', at(5))).toBe(false);
    expect(progress.settledTo).toBe(position(4));
  });
});

describe('when the clock was set back behind what was received', () => {
  const TOMORROW = instant('2026-01-06T10:00:00.000Z');

  function settledTomorrow() {
    let now = TOMORROW;
    const progress = createInboxProgress(AT_THE_START, { now: () => now });
    progress.begin(position(1), 'ipm', TOMORROW);
    progress.end(position(1), 'ipm');
    return { progress, clockSays: (at: typeof now) => (now = at) };
  }

  it('nobody can say when that was, not even once the clock has come so far', () => {
    const { progress, clockSays } = settledTomorrow();
    clockSays(at(0));
    expect(progress.of('ipm')).toStrictEqual({ unsettled: 0, seenTo: position(1) });
    clockSays(instant('2026-01-07T10:00:00.000Z'));
    expect(progress.of('ipm')).toStrictEqual({ unsettled: 0, seenTo: position(1) });
  });

  it('it is known again by the next message', () => {
    const { progress, clockSays } = settledTomorrow();
    clockSays(at(5));
    progress.begin(position(2), 'ipm', at(5));
    expect(progress.of('ipm')).toStrictEqual({ unsettled: 1, seenTo: position(2), heardAt: at(5) });
    progress.end(position(2), 'ipm');
    expect(progress.of('ipm')).toStrictEqual({ unsettled: 0, settledTo: at(5), seenTo: position(2), heardAt: at(5) });
  });

  it('what an earlier life wrote down is not believed, nor what it stored', () => {
    const { progress: earlier } = settledTomorrow();
    const progress = createInboxProgress(earlier, { now: () => at(9) });
    expect(progress.of('ipm')).toStrictEqual({ unsettled: 0, seenTo: position(1) });
    progress.begin(position(2), 'ipm', TOMORROW);
    progress.end(position(2), 'ipm');
    expect(progress.of('ipm')).toStrictEqual({ unsettled: 0, seenTo: position(2) });
  });

  it('a clock a little ahead of this one is no such clock: it was received by now', () => {
    const progress = createInboxProgress(AT_THE_START, { now: () => at(3) });
    progress.begin(position(1), 'ipm', at(5));
    progress.end(position(1), 'ipm');
    expect(progress.of('ipm')).toMatchObject({ settledTo: at(3), heardAt: at(3) });
  });
});
