import { rebuild } from './rebuilding';
import type { OpenSite, Site } from './site';
import { everythingShown, someHours } from './some-hours';

/** I12 on what a seed makes of some hours of a hospital. */
export function rebuiltDaysJourney(open: OpenSite, seed: number): void {
  let site: Site;
  beforeAll(async () => {
    site = await open();
  }, 180_000);
  afterAll(async () => site.close());

  it('I12: are shown the same by read models that were thrown away and built again', async () => {
    const { here } = site;
    await here.tell(...someHours(seed));
    await here.settled();
    const before = await everythingShown(here);
    expect(JSON.stringify(before.boards)).toContain('stayId');
    for (const service of ['patients', 'beds', 'ipm'])
      expect(await rebuild(here, service)).toMatch(/^\{"events":\d+\}$/);
    expect(await everythingShown(here)).toStrictEqual(before);
  });
}
