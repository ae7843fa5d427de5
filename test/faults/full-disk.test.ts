import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { admissions } from '../product/adt';
import { admitted, openTestHospital } from '../product/hospital';

/** No file of the process may become larger: what a full disk looks like to one process alone. */
function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

it('on a full disk nothing is acknowledged that is not kept, and all goes on when there is room', async () => {
  const hospital = await openTestHospital();
  try {
    const product = await hospital.start();
    await hospital.feed(admissions(3));
    await hospital.settled();
    const inbox = Math.max(...['inbox.db', 'inbox.db-wal'].map((name) => statSync(join(hospital.folder, name)).size));
    limitFiles(product.pid, Math.max(4096, Math.floor(inbox / 2)));
    const more = admissions(8).slice(3);
    const acknowledged = await Promise.race([
      hospital.feed(more).catch(() => 0),
      new Promise<number>((resolve) => setTimeout(resolve, 5_000, 0)),
    ]);
    expect(acknowledged).toBe(0);
    limitFiles(product.pid, 'unlimited');
    await hospital.feed(more);
    await hospital.settled();
    expect(await hospital.occupancy()).toStrictEqual(admitted(8));
  } finally {
    await hospital.close();
  }
});
