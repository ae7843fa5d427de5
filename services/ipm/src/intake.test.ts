import { documentsAway } from '@flow/platform/documents/testing';
import { ends } from './testing/asked';
import { adt, framed } from './testing/messages';
import { openTestSite, type TestSite } from './testing/running-ipm';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

describe('the intake', () => {
  it('goes on by itself when the documents cannot be read just as it begins', async () => {
    let refused = 0;
    const documents = documentsAway(site.engines.documents, (collection) => {
      if (collection !== 'ipm-intake' || refused === 3) return false;
      refused += 1;
      return true;
    });
    const ipm = await site.start({ documents });
    const peer = await ipm.connect();
    await peer.send(framed(adt('A01', 'N1', { controlId: 'C1' })));
    expect(await ends(ipm, 1)).toStrictEqual(['C1 APPLIED']);
    expect(refused).toBe(3);
    expect(ipm.readiness()).toStrictEqual({ ready: true });
  });
});
