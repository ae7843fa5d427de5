import { instant } from '@flow/platform/time/instant';
import { createCompleteness, type OwnState, type PartnerLink } from './completeness';

const NOW = instant('2026-02-03T09:00:00.000Z');
const EARLIER = instant('2026-02-03T08:00:00.000Z');
const told = (partner: string, link: Partial<PartnerLink> = {}): PartnerLink => ({
  partner,
  connected: true,
  completeUpTo: EARLIER,
  everHeard: true,
  lastHeardAt: EARLIER,
  unsettled: 0,
  completesBoards: true,
  ...link,
});
const spare = told('spare', { connected: false, completeUpTo: null, everHeard: false, lastHeardAt: null });

const well: OwnState = { goodAt: NOW, reasons: [] };
const howComplete = async (links: readonly PartnerLink[], own = well) =>
  createCompleteness({
    clock: { now: () => NOW, monotonicMs: () => 0 },
    links: { all: () => Promise.resolve(links) },
    behindSince: () => undefined,
    own: () => Promise.resolve(own),
    missingDetails: () => 0,
    isParkedKnown: () => true,
  })();

describe('how complete a board is', () => {
  it('is now, while every partner is connected with nothing unsettled', async () =>
    expect(await howComplete([told('ipm')])).toMatchObject({ completeUpTo: NOW, lastHeardAt: EARLIER, behind: [] }));

  it('is as far as the worst link is settled', async () =>
    expect(await howComplete([told('ipm'), told('other', { connected: false })])).toMatchObject({
      completeUpTo: EARLIER,
      behind: ['LINK_DOWN'],
    }));

  it('does not wait for a partner that never sent anything', async () =>
    expect(await howComplete([told('ipm'), spare])).toMatchObject({ completeUpTo: NOW, behind: [] }));

  it('does not wait for a partner that sends test messages, nor counts it as heard', async () => {
    const test = told('corpora', { connected: false, lastHeardAt: NOW, completesBoards: false });
    expect(await howComplete([told('ipm'), test])).toMatchObject({
      completeUpTo: NOW,
      lastHeardAt: EARLIER,
      behind: [],
    });
  });

  it('is as far as this instance last had what its store has', async () => {
    const ofOwn = (own: OwnState) => howComplete([told('ipm')], own);
    expect(await ofOwn({ goodAt: EARLIER, reasons: ['STORE_UNAVAILABLE'] })).toMatchObject({
      ...{ completeUpTo: EARLIER, behind: ['STORE_UNAVAILABLE'] },
    });
    expect(await ofOwn({ goodAt: null, reasons: ['PROJECTION_BEHIND'] })).toMatchObject({
      ...{ completeUpTo: null, behind: ['PROJECTION_BEHIND'] },
    });
  });

  describe('when a time is still to come, since a clock was set back', () => {
    const TOMORROW = instant('2026-02-04T08:59:00.000Z');

    it('is known to nobody, for a link that is down; nor is it so long since it was heard', async () => {
      const ahead = told('ipm', { connected: false, completeUpTo: TOMORROW, lastHeardAt: TOMORROW });
      const unknown = { completeUpTo: null, lastHeardAt: null, behind: ['LINK_DOWN'] };
      expect(await howComplete([ahead])).toMatchObject(unknown);
      expect(await howComplete([{ ...ahead, completeUpTo: null, lastHeardAt: null }, spare])).toMatchObject(unknown);
    });

    it('is known to nobody, for an instance that does not have what its store has', async () =>
      expect(await howComplete([told('ipm')], { goodAt: TOMORROW, reasons: ['STORE_UNAVAILABLE'] })).toMatchObject({
        completeUpTo: null,
      }));
  });

  it('is known to nobody while no partner was ever heard', async () =>
    expect(await howComplete([spare])).toMatchObject({ completeUpTo: null, behind: ['LINK_DOWN'] }));
});
