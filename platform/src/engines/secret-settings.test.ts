import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperatorError } from '../values/operator-error';
import { eventStoreUrl, secretIn } from './secret-settings';

describe('settings that are read from files', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'secret-settings-'));
    file = join(folder, 'url');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says which setting names a file that is not there, or is empty', async () => {
    const missing = secretIn('KAFKA_PASSWORD_FILE', '/nope');
    await expect(missing).rejects.toBeInstanceOf(OperatorError);
    await expect(missing).rejects.toThrow(/^KAFKA_PASSWORD_FILE: \/nope cannot be read: .*\(ENOENT\)/);
    writeFileSync(file, ' \n');
    await expect(eventStoreUrl('KURRENTDB_URL', { file })).rejects.toThrow(`KURRENTDB_URL_FILE: ${file} is empty`);
  });

  it('reads a connection string, in the scheme of the client', async () => {
    writeFileSync(file, 'kurrentdb://admin:changeit@host:2113?tls=false\n');
    expect(await eventStoreUrl('KURRENTDB_URL', { file })).toBe('esdb://admin:changeit@host:2113?tls=false');
  });

  it('names the setting and the option of one at fault, and never the password', async () => {
    writeFileSync(file, 'esdb://admin:SuperSecretPw@127.0.0.1:2113?tlss=false');
    const reading = eventStoreUrl('INBOX_STORE_URL', { file });
    await expect(reading).rejects.toBeInstanceOf(OperatorError);
    await expect(reading).rejects.toThrow(/^INBOX_STORE_URL_FILE: .* has the option tlss/);
    await expect(reading).rejects.not.toThrow('SuperSecretPw');
  });
});
