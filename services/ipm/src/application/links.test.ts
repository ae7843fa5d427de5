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
  it('gives each link at once, then what changed, then all at a beat, until the signal', async () => {
    const { given, links, beat } = watched();
    const ended = new AbortController();
    const watch = links.watch(ended.signal);
    const seen = async () => {
      const { value } = await watch.next();
      return value && `${value.partner} ${value.connected}`;
    };
    expect([await seen(), await seen()]).toStrictEqual(['ipm false', 'corpora false']);
    const third = seen();
    await new Promise((resolve) => setImmediate(resolve));
    given.states = [
      { ...LINK, connections: 1 },
      { ...LINK, partner: 'corpora' },
    ];
    links.changed();
    expect(await third).toBe('ipm true');
    const fourth = seen();
    await new Promise((resolve) => setImmediate(resolve));
    beat();
    expect([await fourth, await seen()]).toStrictEqual(['ipm true', 'corpora false']);
    const last = seen();
    ended.abort();
    expect(await last).toBeUndefined();
  });
});
