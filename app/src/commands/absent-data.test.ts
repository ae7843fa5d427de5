import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@flow/platform/config/load-config';
import { appConfig } from '../product/app-config';
import { refuseAbsentData } from './absent-data';

const SERVERS = {
  ...{ KURRENTDB_URL: 'esdb://store:2113', MONGODB_URL: 'mongodb://store', KAFKA_BROKERS: 'store:9092' },
  SITE_KEY_FILE: '/run/secrets/site-key',
};

describe('where a command looks for the data of a product', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'flow-absent-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const look = (env: Readonly<Record<string, string>> = {}) => {
    const told = { NODE_ENV: 'development', DATA_DIR: folder, ...env };
    refuseAbsentData(loadConfig(appConfig, told));
  };

  it('is the folder where its stores are', () => {
    expect(() => look()).toThrow(`There is no data in ${folder}. `);
    for (const name of ['events.db', 'site.key']) writeFileSync(join(folder, name), '');
    expect(() => look()).not.toThrow();
  });

  it('is the servers where they are told, with no key in the folder', () => {
    expect(() => look(SERVERS)).toThrow(`No process of the product was ever started with the data folder ${folder}. `);
    expect(() => look({ ...SERVERS, HOSPITAL_DIR: 'hospital' })).not.toThrow();
    mkdirSync(join(folder, 'hospital'));
    expect(() => look(SERVERS)).not.toThrow();
    expect(() => look()).toThrow(/holds no stores\. .*KURRENTDB_URL, KAFKA_BROKERS, MONGODB_URL, SITE_KEY_FILE/);
  });

  it('is no backup, told or not', () => {
    writeFileSync(join(folder, 'backup.json'), '{}');
    for (const env of [{}, SERVERS]) expect(() => look(env)).toThrow(`${folder} is a backup, `);
    expect(readdirSync(folder)).toStrictEqual(['backup.json']);
  });
});
