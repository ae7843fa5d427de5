import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adt, admissions } from '../product/adt';
import { admitted, openTestHospital, type TestHospital } from '../product/hospital';
import { newFolder, removeFolder } from '../product/product-here';
import { runCommand } from '../product/running-command';

const LATER = adt('A01', { controlId: 'LATER', patient: 7, at: ['W1', '07'], when: '20260103090000' });
const THREE = { ...admitted(2), 'W1-07': 'Testperson7' };

describe('npm run backup', () => {
  let hospital: TestHospital;
  let backups: string;
  beforeEach(async () => {
    hospital = await openTestHospital();
    backups = await newFolder();
    await hospital.start();
    await hospital.feed(admissions(2));
    await hospital.settled();
  });
  afterEach(async () => {
    await hospital.close();
    await removeFolder(backups);
  });

  const command = async (what: string, name: string, ...more: readonly string[]) =>
    runCommand(hospital.folder, ['app/backup/main', what, join(backups, name), ...more]);
  async function loseEverything(): Promise<void> {
    await hospital.product().stop();
    await rm(hospital.folder, { recursive: true });
    await mkdir(hospital.folder);
  }

  it('of a running product and of a stopped one show the same boards when restored, and take what came since', async () => {
    expect(await command('make', 'running')).toMatchObject({ code: 0, errors: '' });
    await hospital.feed([LATER]);
    await hospital.settled();
    await hospital.product().stop();
    expect(await command('make', 'stopped')).toMatchObject({ code: 0, errors: '' });

    await loseEverything();
    const erasures = join(backups, 'stopped');
    expect(await command('restore', 'running', '--erasures', erasures)).toStrictEqual({
      code: 0,
      errors: '',
      output: expect.stringContaining(
        `${join(erasures, 'erasures.log')} holds the orders of 0 erasures, applied again at the start.`,
      ) as string,
    });
    expect((await stat(join(hospital.folder, 'site.key'))).mode & 0o077).toBe(0);
    await hospital.start();
    await hospital.settled();
    await hospital.shows(admitted(2));
    await hospital.feed([LATER]);
    await hospital.settled();
    await hospital.shows(THREE);

    await loseEverything();
    expect(await command('restore', 'stopped')).toMatchObject({ code: 0, errors: '' });
    await hospital.start();
    await hospital.settled();
    await hospital.shows(THREE);
  });

  it('refuses a folder that is not empty, and a backup that was not finished or was changed', async () => {
    const refused = async (what: string, name: string) => {
      const { code, errors } = await command(what, name);
      return [code, errors.trim()];
    };
    expect(await command('make', 'good')).toMatchObject({ code: 0 });
    expect(await refused('make', 'good')).toStrictEqual([
      1,
      `${join(backups, 'good')} is not empty. A backup goes into a folder of its own.`,
    ]);
    expect(await refused('restore', 'good')).toStrictEqual([
      1,
      `${hospital.folder} is not empty. Stop the product, move the old data folder away, and restore again.`,
    ]);
    await hospital.product().stop();
    const key = join(hospital.folder, 'site.key');
    await rename(key, join(backups, 'key'));
    expect(await refused('make', 'without-a-key')).toStrictEqual([
      1,
      `${key} is missing. Put back the key of this data folder; it is part of the backup.`,
    ]);
    await loseEverything();
    await writeFile(join(backups, 'good', 'site.key'), Buffer.alloc(32));
    expect(await refused('restore', 'good')).toStrictEqual([
      1,
      `The backup ${join(backups, 'good')} is not as it was written: site.key. Take another copy of it, or another backup.`,
    ]);
    await rename(join(backups, 'good', 'backup.json'), join(backups, 'label'));
    expect(await refused('restore', 'good')).toStrictEqual([
      1,
      `${join(backups, 'good')} is no backup, or one that was not finished: it has no backup.json. Name the folder of a backup.`,
    ]);
  });
});

describe('npm run backup where servers hold the stores', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(async () => removeFolder(folder));

  const refused = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> => {
    const { code, output, errors } = await runCommand(folder, ['app/backup/main', ...args], env);
    expect([code, output]).toStrictEqual([1, '']);
    return errors.trim();
  };
  const SERVERS = {
    ...{ KURRENTDB_URL: 'esdb://127.0.0.1:1?tls=false', KAFKA_BROKERS: '127.0.0.1:1' },
    ...{ MONGODB_URL: 'mongodb://127.0.0.1:1/nobody', SITE_KEY_FILE: 'site.key' },
  };

  it('says where it stands how they are backed up, told of them by settings or by what is in the data folder', async () => {
    const make = ['make', join(folder, 'backup')];
    expect(await refused(make, SERVERS)).toContain('“Back up real engines” in docs/operations.md');
    await mkdir(join(folder, 'hospital'));
    expect(await refused(make)).toBe(
      `${folder} holds no stores, though the product was started there. Where servers hold them, see “Back up real engines” in docs/operations.md. Else start the product first.`,
    );
  });

  it('takes no file of erasures that is not whole, and none without servers', async () => {
    const file = join(folder, 'kept.log');
    expect(await refused(['bring-erasures', file], SERVERS)).toContain(file);
    await writeFile(file, '{"format":1,"patientId":"');
    expect(await refused(['bring-erasures', file], SERVERS)).toBe(
      `${file}: the last line is cut off, and nothing was taken. Copy the file again; if it was so where it was written, take that line out.`,
    );
    for (const what of ['keep-erasures', 'bring-erasures'])
      expect(await refused([what, file])).toContain(
        `Embedded engines keep erasures in ${join(folder, 'erasures.log')}`,
      );
  });
});
