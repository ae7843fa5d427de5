import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { admissions } from '../product/adt';
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

  function fillTheDisk(): void {
    const inbox = Math.max(...['inbox.db', 'inbox.db-wal'].map((name) => statSync(join(hospital.folder, name)).size));
    limitFiles(hospital.product().pid, Math.floor(inbox / 2));
  }

  it('and all goes on by itself when there is room', async () => {
    fillTheDisk();
    const more = admissions(8).slice(3);
    const acknowledged = await feedFor(TRIES_FOR_MS, port(), more);
    expect(acknowledged).toBeLessThan(more.length);
    await hospital.shows(admitted(3 + acknowledged));
    limitFiles(hospital.product().pid, 'unlimited');
    expect(await hospital.feed(more.slice(acknowledged))).toBe(more.length - acknowledged);
    await hospital.settled();
    await hospital.shows(admitted(8));
    await certain('it is ready', 10_000, async () =>
      (await fetch(`${hospital.product().http}/readyz`)).ok ? true : undefined,
    );
    expect(await hospital.product().stop()).toBe(0);
  });

  it('nor lost when it is killed while full', async () => {
    fillTheDisk();
    const more = admissions(8).slice(3);
    const acknowledged = await feedFor(TRIES_FOR_MS, port(), more);
    await hospital.product().kill();
    await hospital.start();
    expect(await hospital.feed(more.slice(acknowledged))).toBe(more.length - acknowledged);
    await hospital.settled();
    await hospital.shows(admitted(8));
  });
});
