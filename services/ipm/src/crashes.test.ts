import { PeerUnavailable } from '@flow/platform/graphql/peer';
import { until } from '@flow/platform/running/testing';
import { ends, listed } from './testing/asked';
import { failingStore } from './testing/failing-store';
import { adt, framed } from './testing/messages';
import { openTestSite, type TestSite } from './testing/running-ipm';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

const bytes = framed(adt('A01', 'N1', { controlId: 'C1' }));
const keys = () => [...site.owners.taken.keys()].map((key) => key.replace(/^[\w-]+:/, ''));

describe('a process that dies', () => {
  it('before it has stored a frame answers nothing, and the frame sent again is applied', async () => {
    const store = failingStore(site.engines.inbox, (stream) => (stream.startsWith('inbox-') ? 'before' : undefined));
    const first = await site.start({ inbox: store });
    const peer = await first.connect();
    await peer.send(bytes);
    await peer.closed;
    await first.stop();
    const second = await site.start();
    const again = await second.connect();
    await again.send(bytes);
    expect(await again.replies(1)).toHaveLength(1);
    expect(await ends(second, 1)).toStrictEqual(['C1 APPLIED']);
  });

  it('between commit and acknowledgement answers nothing, and the frame sent again changes nothing', async () => {
    const store = failingStore(site.engines.inbox, (stream) => (stream.startsWith('inbox-') ? 'after' : undefined));
    const first = await site.start({ inbox: store });
    const peer = await first.connect();
    await peer.send(bytes);
    await peer.closed;
    await first.stop();
    const second = await site.start();
    const again = await second.connect();
    await again.send(bytes);
    await again.replies(1);
    expect((await ends(second, 2)).join()).toMatch(/^C1 APPLIED,C1 DUPLICATE /);
    expect(site.owners.taken.size).toBe(2);
  });

  it('between acknowledgement and telling tells when it lives again', async () => {
    site.owners.before = () => {
      throw new PeerUnavailable('patients');
    };
    const first = await site.start();
    const peer = await first.connect();
    await peer.send(bytes);
    await peer.replies(1);
    await until(() => site.owners.tellings > 0);
    await first.stop();
    site.owners.before = () => undefined;
    expect(await ends(await site.start(), 1)).toStrictEqual(['C1 APPLIED']);
    expect(keys()).toStrictEqual(['1:0', '1:1']);
  });

  it('between two tellings tells the same decoding again, from its first', async () => {
    site.owners.before = ({ operation }) => {
      if (operation === 'TellStay') throw new PeerUnavailable('beds');
    };
    const first = await site.start();
    const peer = await first.connect();
    await peer.send(bytes);
    await until(() => site.owners.tellings === 2);
    await first.stop();
    site.owners.before = () => undefined;
    expect(await ends(await site.start(), 1)).toStrictEqual(['C1 APPLIED']);
    expect(keys()).toStrictEqual(['1:0', '1:1']);
    expect(site.owners.tellings).toBe(4);
  });

  it('between telling and settling settles when it lives again', async () => {
    let attempts = 0;
    const store = failingStore(site.engines.inbox, (_stream, [event]) => {
      if (event?.type !== 'message-settled.v1') return undefined;
      attempts += 1;
      return 'before';
    });
    const first = await site.start({ inbox: store });
    const peer = await first.connect();
    await peer.send(bytes);
    await until(() => attempts > 0);
    await first.stop();
    expect(await ends(await site.start(), 1)).toStrictEqual(['C1 APPLIED']);
    expect(keys()).toStrictEqual(['1:0', '1:1']);
  });
});

describe('a process that is asked to stop', () => {
  it('finishes the message in hand', async () => {
    let answer: () => void = () => undefined;
    site.owners.before = ({ operation }) =>
      operation === 'TellStay' ? new Promise((resolve) => (answer = resolve)) : undefined;
    const first = await site.start();
    const peer = await first.connect();
    await peer.send(bytes);
    await until(() => site.owners.tellings === 2);
    const stopped = first.stop();
    answer();
    await stopped;
    expect(await ends(await site.start(), 1)).toStrictEqual(['C1 APPLIED']);
    expect(site.owners.tellings).toBe(2);
  });
});

describe('stories', () => {
  it('are the same when they are made anew', async () => {
    const ipm = await site.start();
    const peer = await ipm.connect();
    await peer.send(bytes);
    await peer.send(framed(adt('A02', 'N1', { controlId: 'C2', at: '20260105100000', ward: 'Q' })));
    await ends(ipm, 2);
    const before = await listed(ipm);
    await ipm.rebuild?.(() => undefined);
    expect(await listed(ipm)).toStrictEqual(before);
  });
});
