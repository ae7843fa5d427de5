import { corporaJourney } from '../product/corpora-journey';
import { openEmbeddedSite } from '../product/site';

describe('the public corpora', () => corporaJourney(openEmbeddedSite));
