import type { Engines } from '@flow/platform/engines/engines';
import { until } from '@flow/platform/running/testing';
import { failingStore } from './testing/failing-store';
import { adt, framed } from './testing/messages';
import { openTestSite, type TestIpm, type TestSite } from './testing/running-ipm';
import { seenAs, worked } from './testing/worked';

let site: TestSite;
beforeEach(async () => {
  site = await openTestSite();
});
afterEach(() => site.close());

/** Engines that fail once, at the nth write after `begin`; whoever writes after that is dead and writes nothing. */
function dyingAt({ inbox, events }: Engines, nth: number, when: 'before' | 'after') {
  let writes: number | undefined;
  const fails = () => {
    if (writes === undefined) return undefined;
    writes += 1;
    if (writes < nth) return undefined;
    return writes === nth ? when : 'before';
  };
  return {
    begin: () => void (writes = 0),
    died: () => (writes ?? 0) >= nth,
    engines: { inbox: failingStore(inbox, fails), events: failingStore(events, fails) },
  };
}

async function stuckIn(ipm: TestIpm, number: string) {
  const peer = await ipm.connect();
  await peer.send(framed(adt('A01', number, { controlId: 'C1' })));
  return seenAs(ipm, 'C1', 'QUARANTINED');
}

const right = adt('A01', 'N1', { controlId: 'C1', family: 'RIGHT' });

/** Each of these is five writes or fewer: the deed, the decoding, the task, the end, and what is taken out of a lane. */
const WRITES = [1, 2, 3, 4, 5].flatMap((nth) => (['before', 'after'] as const).map((when) => [nth, when] as const));

describe.each([
  // The others are of what does not heal by itself at a start.
  ['retryMessage', {}, 'N1', 'APPLIED'],
  ['editAndReplayMessage', { text: right, reason: 'OTHER' }, '', 'APPLIED'],
  ['skipMessage', { reason: 'OTHER' }, '', 'SKIPPED'],
] as const)('a process that dies in %s', (mutation, more, number, end) => {
  it.each(WRITES)('at write %i, %s it, has done it once when it lives again and is asked again', async (nth, when) => {
    site.owners.refuse = () => 'IDENTIFIERS_CONFLICT';
    const dying = dyingAt(site.engines, nth, when);
    const first = await site.start(dying.engines);
    const stuck = await stuckIn(first, number);
    site.owners.refuse = () => undefined;
    dying.begin();
    const asked = { ...more, idempotencyKey: `${mutation}-${nth}` };
    let answered = false;
    void worked(first, mutation, stuck, asked)
      .catch(() => undefined)
      .then(() => (answered = true));
    await until(() => dying.died() || answered);
    await first.stop();
    const second = await site.start();
    await worked(second, mutation, stuck, asked);
    await seenAs(second, 'C1', end);
    expect(site.owners.taken.size).toBe(end === 'APPLIED' ? 2 : 0);
  });
});
