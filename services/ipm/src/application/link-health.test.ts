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
    const said = linkHealth({ link: silent, progress: { unsettled: 0 }, counts: COUNTS }, NOW);
    expect(said).not.toHaveProperty('completeUpTo');
  });
});
