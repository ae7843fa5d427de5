import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseUnreadable } from './engine-files';

describe('the files that the settings of engines name', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'engine-files-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const addresses = (files: { readonly passwordFile: string; readonly siteKeyFile: string }) => ({
    ...{ eventStore: { file: '/nope' }, inbox: { text: 'esdb://inbox:2113?tls=false' }, mongodb: { file: folder } },
    kafka: { brokers: ['k:9092'], tls: false, user: 'u', passwordFile: files.passwordFile },
    siteKeyFile: files.siteKeyFile,
  });

  it('are refused all together, a line each', async () => {
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, '\n');
    const told = await refuseUnreadable(addresses({ passwordFile, siteKeyFile: '/nope' })).catch(String);
    expect(String(told).split('\n')).toStrictEqual([
      expect.stringMatching(/KURRENTDB_URL_FILE: \/nope cannot be read.*ENOENT/),
      expect.stringMatching(/^KAFKA_PASSWORD_FILE: .* is empty\./),
      expect.stringMatching(/^MONGODB_URL_FILE: .* cannot be read.*EISDIR/),
      expect.stringMatching(/^SITE_KEY_FILE: \/nope cannot be read.*ENOENT/),
    ]);
  });

  it('are taken where each can be read', async () => {
    const [passwordFile, siteKeyFile] = [join(folder, 'password'), join(folder, 'site.key')];
    writeFileSync(passwordFile, 'x');
    writeFileSync(siteKeyFile, Buffer.alloc(32, 7));
    const text = { text: 'esdb://store:2113?tls=false' };
    const mongodb = { text: 'mongodb://m:27017/flow' };
    await refuseUnreadable({ ...addresses({ passwordFile, siteKeyFile }), eventStore: text, inbox: text, mongodb });
  });
});
