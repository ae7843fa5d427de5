import { PeerUnavailable } from '@flow/platform/graphql/peer';
import { createPartnerLinks } from './partner-links';

const LINK = {
  ...{ partner: 'ipm', connected: true, completeUpTo: null, everHeard: false, lastHeardAt: null },
  ...{ unsettled: 0, completesBoards: true },
};

describe('how links are', () => {
  it('is what the interface says', async () => {
    const links = createPartnerLinks({ execute: async () => Promise.resolve({ links: [LINK] }) });
    expect(await links.all()).toStrictEqual([LINK]);
  });

  it('is not waited for for long: the interface may be well and its engine silent', async () => {
    const links = createPartnerLinks({ execute: async () => new Promise(() => undefined) }, 1);
    await expect(links.all()).rejects.toThrow(PeerUnavailable);
  });
});
