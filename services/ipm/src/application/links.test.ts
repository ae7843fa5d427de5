import { instant } from '@flow/platform/time/instant';
import type { LinkState } from './link-state';
import { createLinks } from './links';

const LINK: LinkState = { partner: 'ipm', listening: true, connections: 0 };

function watched() {
  const given = { states: [LINK, { ...LINK, partner: 'corpora' }] };
  let beat = () => {};
  const links = createLinks({
    states: () => given.states,
    progress: () => Promise.resolve({ partners: {} }),
    stories: { count: () => Promise.resolve(0) },
    clock: { now: () => instant('2026-01-05T11:00:00.000Z'), monotonicMs: () => 0 },
    epoch: 'one',
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (ms < 1000 || signal.aborted) resolve();
        else beat = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  });
  return { given, links, beat: () => beat() };
}

describe('watching links', () => {
  it('gives all links at once, then what changed, then all at a beat, until the signal', async () => {
    const { given, links, beat } = watched();
    const ended = new AbortController();
    const watch = links.watch(ended.signal);
    const seen = async () => {
      const { value } = await watch.next();
      return value && [value.what, value.version, ...value.links.map((link) => `${link.partner} ${link.connected}`)];
    };
    expect(await seen()).toStrictEqual(['snapshot', 'one:000000000000', 'ipm false', 'corpora false']);
    const second = seen();
    await new Promise((resolve) => setImmediate(resolve));
    given.states = [
      { ...LINK, connections: 1 },
      { ...LINK, partner: 'corpora' },
    ];
    links.changed();
    expect(await second).toStrictEqual(['changes', 'one:000000000001', 'ipm true']);
    const third = seen();
    await new Promise((resolve) => setImmediate(resolve));
    beat();
    expect(await third).toStrictEqual(['heartbeat', 'one:000000000001', 'ipm true', 'corpora false']);
    const last = seen();
    ended.abort();
    expect(await last).toBeUndefined();
  });

  it('gives nothing again to whoever has it', async () => {
    const { links } = watched();
    const ended = new AbortController();
    const first = async (since: string) => (await links.watch(ended.signal, since).next()).value;
    expect(await first('one:000000000000')).toStrictEqual({ what: 'changes', version: 'one:000000000000', links: [] });
    expect(await first('another:000000000000')).toMatchObject({ what: 'snapshot', links: [{}, {}] });
    ended.abort();
  });
});
