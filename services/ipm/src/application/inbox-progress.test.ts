import type { Position } from '@flow/platform/event-store/event-store';
import { instant } from '@flow/platform/time/instant';
import { AT_THE_START, createInboxProgress } from './inbox-progress';

const at = (second: number) => instant(`2026-01-05T10:00:0${second}.000Z`);
const position = (number: number) => `00${number}` as Position;

describe('how far the inbox has come', () => {
  it('is never beyond the oldest message without an outcome', () => {
    const progress = createInboxProgress(AT_THE_START);
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
    const progress = createInboxProgress(AT_THE_START);
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
    const progress = createInboxProgress(AT_THE_START);
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
    const progress = createInboxProgress({ settledTo: position(4), partners });
    expect(progress.of('ipm')).toStrictEqual({ unsettled: 0, settledTo: at(3), heardAt: at(7) });
    expect(progress.begin(position(4), 'ipm', at(4))).toBe(false);
    expect(progress.begin(position(5), 'ipm', at(5))).toBe(true);
    expect(progress.begin(position(5), 'ipm', at(5))).toBe(false);
    expect(progress.settledTo).toBe(position(4));
  });
});
