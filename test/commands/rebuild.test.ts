import { checkedBackup } from '@flow/app/backup/backup-parts';
import { appConfig } from '@flow/app/product/app-config';
import { readListening } from '@flow/app/product/listening';
import { rebuildHere } from '@flow/app/rebuild/rebuild-here';
import { loadConfig } from '@flow/platform/config/load-config';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { admissions } from '../product/adt';
import { historiesOn } from '../product/histories';
import { startApart, type ProductApart } from '../product/product-apart';
import { newFolder, removeFolder, SMALL_HOSPITAL } from '../product/product-here';
import { runCommand } from '../product/running-command';
import { killAll, startProduct } from '../product/started-product';

describe('npm run rebuild', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(async () => {
    killAll();
    await removeFolder(folder);
  });
  const rebuild = async (dataDir: string, ...services: readonly string[]) =>
    runCommand(dataDir, ['app/rebuild/main', ...services]);

  it('makes no data folder where there is none', async () => {
    const absent = join(folder, 'absent');
    const nothing = { code: 1, output: '' };
    expect(await rebuild(absent, 'beds')).toStrictEqual({
      ...nothing,
      errors: `There is no data in ${absent}. Start the product first, or name its folder with DATA_DIR.\n`,
    });
    expect(existsSync(absent)).toBe(false);
  });

  it('takes one service at a time, and none that there is not', async () => {
    for (const services of [[], ['ipm', 'beds'], ['wards']]) {
      const { code, errors } = await rebuild(folder, ...services);
      expect({ code, errors: errors.split('\n')[0] }).toStrictEqual({
        code: 2,
        errors: 'Use: npm run rebuild -- patients|beds|ipm|gateway',
      });
    }
    expect(await readdir(folder)).toStrictEqual([]);
  });

  it('works on what a product left that was killed, and opens no backup of it', async () => {
    const data = join(folder, 'data');
    const backup = join(folder, 'backup');
    const product = await startProduct({ folder: data });
    await product.kill();
    expect(readListening(data)?.pid).toBe(product.pid);
    const rebuilt = await rebuild(data, 'beds');
    expect(rebuilt.output).toMatch(/^Rebuilt beds from \d+ events, and taken into use\.\n$/);

    expect(await runCommand(data, ['app/backup/main', 'make', backup])).toMatchObject({ code: 0 });
    const refused = await rebuild(backup, 'beds');
    expect(refused).toMatchObject({ code: 1, output: '' });
    expect(refused.errors).toMatch(/backup is a backup, and a backup is never opened\. /);
    await checkedBackup(backup);
  });
});

describe('npm run rebuild where services run apart', () => {
  let folder: string;
  let apart: ProductApart;
  beforeAll(async () => {
    folder = await newFolder();
    apart = await startApart(folder);
    await apart.of('ipm').tell(...admissions(2));
  });
  afterAll(async () => {
    await apart.stop();
    await removeFolder(folder);
  });
  const dataDir = (service: string): string => join(folder, service);
  /** What the read model alone tells of both, once it has followed. */
  const histories = async (): Promise<readonly unknown[]> => historiesOn(await apart.of('gateway').as('bea'), 2);

  it('says at the gateway where it is to be run', async () => {
    const { code, errors } = await runCommand(dataDir('gateway'), ['app/rebuild/main', 'beds']);
    expect(code).toBe(1);
    expect(errors).toBe(
      `beds does not run in the process that listens at ${apart.of('gateway').http}. Run this where it does, with that process's settings and its DATA_DIR: npm run rebuild -- beds; in its container, node app/dist/rebuild/main.js beds.\n`,
    );
  });

  it('builds what a running service shows, beside it, over the stores of both', async () => {
    const before = await histories();
    const beside = {
      ...{ NODE_ENV: 'development', DATA_DIR: dataDir('beds'), HOSPITAL_DIR: SMALL_HOSPITAL, SERVICES: 'beds' },
      ...{ SERVICE_URLS: 'patients=http://127.0.0.1:1', LOG_LEVEL: 'silent', SITE_KEY_FILE: 'key' },
      ...{ KURRENTDB_URL: 'esdb://store:2113', MONGODB_URL: 'mongodb://store', KAFKA_BROKERS: 'store:9092' },
    };
    const onProgress = () => undefined;
    const options = { onProgress, open: apart.engines };
    const { events } = await rebuildHere(loadConfig(appConfig, beside), beside, 'beds', options);
    expect(events).toBeGreaterThan(0);
    expect(await histories()).toStrictEqual(before);
  });

  it('makes no stores beside those of the servers', async () => {
    const before = await readdir(dataDir('beds'));
    for (const command of [
      ['app/rebuild/main', 'beds'],
      ['app/audit/main', 'verify'],
    ] as const) {
      const { code, errors } = await runCommand(dataDir('beds'), command);
      expect(code).toBe(1);
      expect(errors).toMatch(/beds holds no stores\. Where servers hold those of the product, give this command /);
    }
    expect(await readdir(dataDir('beds'))).toStrictEqual(before);
  });
});
