import { rebuiltDaysJourney } from '../product/rebuilt-days-journey';
import { openEmbeddedSite } from '../product/site';

/** The seeds are of no day in particular; a failing one found elsewhere is added. */
describe.each([1948, 400_001])('some hours of a hospital, seed %i', (seed) =>
  rebuiltDaysJourney(openEmbeddedSite, seed),
);
