import type { Position } from '@flow/platform/event-store/event-store';
import { instant } from '@flow/platform/time/instant';
import { linkHealth, type LinkFacts } from './link-health';
import type { LinkState } from './link-state';

const NOW = instant('2026-01-05T11:00:00.000Z');
const HEARD = instant('2026-01-05T10:58:00.000Z');
const SETTLED = instant('2026-01-05T10:57:00.000Z');
const at = (text: string) => text as Position;

const LINK: LinkState = { partner: 'ipm', listening: true, connections: 1, lastHeardAt: HEARD, lastReceived: at('5') };
const COUNTS = { quarantined: 2, held: 3 };
const health = (link: Partial<LinkState>, progress: LinkFacts['progress']) =>
  linkHealth({ link: { ...LINK, ...link }, progress, counts: COUNTS }, NOW);

describe('up to when a link is complete', () => {
  it('is now, while connected with nothing unsettled', () => {
    expect(health({}, { unsettled: 0, seenTo: at('5'), settledTo: HEARD })).toStrictEqual({
      partner: 'ipm',
      listening: true,
      connected: true,
      everHeard: true,
      lastHeardAt: HEARD,
      completeUpTo: NOW,
      unsettled: 0,
      ...COUNTS,
    });
  });

  it('is when the last settled message came, while one is unsettled', () => {
    expect(health({}, { unsettled: 1, seenTo: at('5'), settledTo: SETTLED })).toMatchObject({
      completeUpTo: SETTLED,
      unsettled: 1,
    });
  });

  it('is that too while something received has not been looked at', () => {
    expect(health({}, { unsettled: 0, seenTo: at('4'), settledTo: SETTLED })).toMatchObject({
      completeUpTo: SETTLED,
      unsettled: 1,
    });
  });

  it('is that too while a message came that could not be stored, though its sender is connected again', () => {
    expect(health({ awaited: true }, { unsettled: 0, seenTo: at('5'), settledTo: SETTLED })).toMatchObject({
      completeUpTo: SETTLED,
      unsettled: 1,
    });
  });

  it('is that too while nobody is connected, and last heard stands beside it', () => {
    expect(health({ connections: 0 }, { unsettled: 0, seenTo: at('5'), settledTo: HEARD })).toMatchObject({
      connected: false,
      completeUpTo: HEARD,
      lastHeardAt: HEARD,
    });
  });

  it('is not said of a partner who never spoke', () => {
    const silent: LinkState = { partner: 'ipm', listening: true, connections: 0 };
    const said = linkHealth({ link: silent, progress: undefined, counts: COUNTS }, NOW);
    expect(said).toMatchObject({ everHeard: false });
    expect(said).not.toHaveProperty('completeUpTo');
  });
});

describe('a link that is down, when the last message came by a clock that was set back since', () => {
  const TOMORROW = instant('2026-01-06T10:58:00.000Z');
  const down = (link: Partial<LinkState>, progress: LinkFacts['progress']) =>
    health({ connections: 0, ...link }, progress);
  const forgotten = { unsettled: 0, seenTo: at('5') };

  it('is complete as far as this instance knows by its other clock that it heard it', () => {
    expect(down({}, forgotten)).toMatchObject({ completeUpTo: HEARD, lastHeardAt: HEARD });
    expect(down({}, { ...forgotten, settledTo: TOMORROW, heardAt: TOMORROW })).toMatchObject({ completeUpTo: HEARD });
  });

  it('is complete up to nobody knows when, else; but it was heard', () => {
    const unknown = { connected: false, everHeard: true };
    const before: LinkState = { partner: 'ipm', listening: true, connections: 0 };
    for (const progress of [forgotten, { ...forgotten, settledTo: TOMORROW, heardAt: TOMORROW }]) {
      const said = linkHealth({ link: { ...before, lastHeardAt: TOMORROW }, progress, counts: COUNTS }, NOW);
      expect(said).toMatchObject(unknown);
      expect([said.completeUpTo, said.lastHeardAt]).toStrictEqual([undefined, undefined]);
    }
    // The last of all came to another instance, or has no outcome.
    expect(down({ lastReceived: at('4') }, forgotten)).not.toHaveProperty('completeUpTo');
    expect(down({}, { ...forgotten, unsettled: 1 })).not.toHaveProperty('completeUpTo');
  });

  it('was heard when an earlier life stored it, only while nobody has taken that up', () => {
    const before: LinkState = { partner: 'ipm', listening: true, connections: 0, lastReceived: at('5') };
    const heard = (link: Partial<LinkState>, progress: LinkFacts['progress']) =>
      linkHealth({ link: { ...before, ...link }, progress, counts: COUNTS }, NOW).lastHeardAt;
    const stored = { lastReceivedAt: SETTLED };
    expect(heard(stored, undefined)).toBe(SETTLED);
    expect(heard(stored, { unsettled: 0, seenTo: at('4') })).toBe(SETTLED);
    expect(heard(stored, forgotten)).toBeUndefined();
    // Another message came since, and could not be stored.
    expect(heard({ ...stored, awaited: true }, forgotten)).toBeUndefined();
    // Another was stored since, by this life: the earlier one may have been taken up.
    const since = { lastReceivedAt: NOW, lastHeardAt: HEARD };
    expect(heard(since, { unsettled: 0, seenTo: at('4') })).toBe(HEARD);
  });
});
