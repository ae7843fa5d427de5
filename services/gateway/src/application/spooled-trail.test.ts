import { silentLog } from '@flow/platform/telemetry/log';
import { systemClock } from '@flow/platform/time/clock';
import type { AuditEntry } from './audit-entry';
import { createSpooledTrail } from './spooled-trail';

const ENTRY: AuditEntry = {
  viewers: [{ user: 'bea', roles: ['bed-manager'] }],
  patients: ['patient-1'],
  class: 'query',
  operation: 'wardBoard',
  correlationId: 'c-1',
};

/** A store that is what the test says, a spool in memory, and a clock that the test moves. */
function spooled() {
  let now = 0;
  const seen = { isAway: false, asked: 0, stored: 0, waiting: [] as AuditEntry[] };
  const trail = createSpooledTrail({
    trail: {
      async write(entries) {
        seen.asked += 1;
        if (seen.isAway) throw new Error('The store is away.');
        seen.stored += entries.length;
        return Promise.resolve();
      },
    },
    spool: {
      async append(entries) {
        seen.waiting.push(...entries);
        return Promise.resolve();
      },
      async drain(write) {
        await write(seen.waiting);
        seen.waiting.length = 0;
      },
    },
    clock: { ...systemClock, monotonicMs: () => now },
    log: silentLog,
  });
  return { seen, trail, later: (ms: number) => void (now += ms) };
}

describe('an audit trail with a spool', () => {
  it('does not ask a store again at once that did not take something', async () => {
    const { seen, trail, later } = spooled();
    seen.isAway = true;
    await trail.write([ENTRY]);
    await trail.write([ENTRY]);
    expect(seen).toMatchObject({ asked: 1, waiting: [{ operation: 'wardBoard' }, { operation: 'wardBoard' }] });
    later(6000);
    await trail.write([ENTRY]);
    expect(seen).toMatchObject({ asked: 2, stored: 0 });
  });

  it('asks it again once the spool could be emptied into it', async () => {
    const { seen, trail } = spooled();
    seen.isAway = true;
    await trail.write([ENTRY]);
    seen.isAway = false;
    await trail.drain();
    await trail.write([ENTRY]);
    expect(seen).toMatchObject({ stored: 2, waiting: [] });
  });
});
