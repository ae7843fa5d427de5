import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followCertificate, readCertificate } from './certificate';

const TLS = join(__dirname, '../../../test/data/tls');
let folder: string;
const files = () => ({ cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') });
function put(cert: string, key: string): void {
  copyFileSync(join(TLS, cert), files().cert);
  copyFileSync(join(TLS, key), files().key);
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  put('cert.pem', 'key.pem');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('says in one line what is wrong, and nothing of the key', () => {
  expect(() => readCertificate({ ...files(), key: join(folder, 'none.pem') })).toThrow(
    `TLS_KEY_FILE: ${join(folder, 'none.pem')} cannot be read.`,
  );
  put('cert.pem', 'renewed-key.pem');
  expect(() => readCertificate(files())).toThrow('TLS_CERT_FILE and TLS_KEY_FILE are not a certificate and its key');
});

it('takes a renewed pair, and keeps the one in use while only half of it is there', () => {
  jest.useFakeTimers();
  try {
    const told: string[] = [];
    const renewed = () => told.push('renewed');
    const inUse = () => told.push('in use');
    const stop = followCertificate(files(), { everyMs: 1000, inUse, renewed, refused: () => told.push('refused') });
    jest.advanceTimersByTime(1000);
    put('renewed-cert.pem', 'key.pem');
    jest.advanceTimersByTime(1000);
    put('renewed-cert.pem', 'renewed-key.pem');
    jest.advanceTimersByTime(2000);
    stop();
    expect(told).toStrictEqual(['in use', 'refused', 'renewed', 'in use']);
  } finally {
    jest.useRealTimers();
  }
});
