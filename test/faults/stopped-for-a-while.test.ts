import { admissions } from '../product/adt';
import { afterwards } from '../product/afterwards';
import { certain } from '../product/certain';
import { followHeartbeats } from '../product/heartbeats';
import { admitted, openTestHospital } from '../product/hospital';

const STOPPED_MS = 20_000;
/** Heartbeats come every second; a busy machine has time besides. */
const SURELY_BEHIND_MS = 10_000;

it('stopped for 20 s, its board falls behind for all to see, catches up, and it goes on where it was', async () => {
  const hospital = await openTestHospital();
  try {
    const product = await hospital.start({ env: { BOARD_HEARTBEAT_MS: '1000' } });
    await hospital.feed(admissions(4));
    await hospital.settled();
    const { token } = await hospital.as('bea');
    const screen = await followHeartbeats(product.http, token);
    await certain('a heartbeat came', 10_000, () => screen.completeUpTo());
    product.signal('SIGSTOP');
    const from = performance.now();
    const feeding = hospital.feed(admissions(8).slice(4));
    await new Promise((resolve) => setTimeout(resolve, STOPPED_MS));
    const shown = screen.completeUpTo() ?? '';
    expect(Date.now() - Date.parse(shown)).toBeGreaterThan(SURELY_BEHIND_MS);
    product.signal('SIGCONT');
    expect(await feeding).toBe(4);
    expect(performance.now() - from).toBeGreaterThan(STOPPED_MS - 1000);
    const { lastHeardAt } = await hospital.age();
    await certain('the screen has caught up', 10_000, () => {
      const completeUpTo = screen.completeUpTo() ?? '';
      return completeUpTo > shown && completeUpTo >= (lastHeardAt ?? '') ? true : undefined;
    });
    await screen.close();
    await afterwards(hospital, { told: admissions(8), occupancy: admitted(8) });
  } finally {
    await hospital.close();
  }
});
