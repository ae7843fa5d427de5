import { connectMllp } from '@flow/app/demonstration/mllp-sender';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { admissions } from '../product/adt';
import { afterwards } from '../product/afterwards';
import { certain } from '../product/certain';
import { feedFor } from '../product/feeding';
import { admitted, openTestHospital, type TestHospital } from '../product/hospital';

const TRIES_FOR_MS = 4_000;

/** No file of the process may become larger: what a full disk looks like to one process alone. Growing fails with EFBIG. */
function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

describe('on a full disk nothing is acknowledged that is not kept', () => {
  let hospital: TestHospital;
  beforeEach(async () => {
    hospital = await openTestHospital();
    await hospital.start();
    await hospital.feed(admissions(3));
    await hospital.settled();
  });
  afterEach(async () => hospital.close());

  const port = (): number => hospital.product().mllp['ipm'] ?? 0;
  const survived = { told: admissions(8), occupancy: admitted(8) };

  function fillTheDisk(): void {
    const inbox = Math.max(...['inbox.db', 'inbox.db-wal'].map((name) => statSync(join(hospital.folder, name)).size));
    limitFiles(hospital.product().pid, Math.floor(inbox / 2));
  }

  /** Its sender is connected again and says nothing, so that the link alone would look complete. */
  async function fallsBehind(): Promise<void> {
    const sender = await connectMllp('127.0.0.1', port());
    try {
      const first = await certain('the board says that a message is awaited', 10_000, async () => {
        const age = await hospital.age();
        return age.reasons.includes('LINK_UNSETTLED') && !age.reasons.includes('LINK_DOWN') ? age : undefined;
      });
      const later = await certain('time goes on', 10_000, async () => {
        const age = await hospital.age();
        return age.at > first.at ? age : undefined;
      });
      expect([first.completeUpTo, later.completeUpTo]).toStrictEqual([first.lastHeardAt, first.lastHeardAt]);
    } finally {
      sender.close();
    }
  }

  it('and all goes on by itself when there is room', async () => {
    fillTheDisk();
    const more = admissions(8).slice(3);
    const acknowledged = await feedFor(TRIES_FOR_MS, port(), more);
    expect(acknowledged).toBeLessThan(more.length);
    await hospital.shows(admitted(3 + acknowledged));
    await fallsBehind();
    limitFiles(hospital.product().pid, 'unlimited');
    expect(await hospital.feed(more.slice(acknowledged))).toBe(more.length - acknowledged);
    await certain('it is ready', 10_000, async () =>
      (await fetch(`${hospital.product().http}/readyz`)).ok ? true : undefined,
    );
    await afterwards(hospital, survived);
  });

  it('nor lost when it is killed while full', async () => {
    fillTheDisk();
    const more = admissions(8).slice(3);
    const acknowledged = await feedFor(TRIES_FOR_MS, port(), more);
    await hospital.product().kill();
    await hospital.start();
    expect(await hospital.feed(more.slice(acknowledged))).toBe(more.length - acknowledged);
    await afterwards(hospital, survived);
  });
});
