import { corporaJourney } from '../product/corpora-journey';
import { rebuiltDaysJourney } from '../product/rebuilt-days-journey';
import { openSiteOnEngines } from '../product/site';

describe('the public corpora, on engines that others built', () => corporaJourney(openSiteOnEngines));

describe('some hours of a hospital, seed 1948, on engines that others built', () =>
  rebuiltDaysJourney(openSiteOnEngines, 1948));
