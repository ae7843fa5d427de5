import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCompose } from '../compose';
import { makeSecrets } from './given';

let folder: string;
beforeAll(() => (folder = makeSecrets(join(mkdtempSync(join(tmpdir(), 'flow-secrets-')), 'secrets'))));
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
const everything = (): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => `${name}: ${readFileSync(join(folder, name)).toString('base64')}`)
    .sort();

describe('what make-secrets.sh makes', () => {
  it('is every secret of compose.yaml, in a folder that is closed to others', () => {
    for (const { file } of Object.values(readCompose().secrets)) {
      // Users of containers read them, whoever they are.
      expect(statSync(join(folder, '..', file)).mode & 0o777).toBe(0o444);
    }
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'ca.pem')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['eventstore', 'eventstore', 'CN=eventstoredb-node'],
    ['gateway', 'flow.trust.example', 'CN=flow.trust.example'],
  ])('has a certificate of %s, by the authority of this machine', (name, host, subject) => {
    const certificate = new X509Certificate(text(`${name}.crt`));
    expect(certificate.verify(new X509Certificate(text('trusted/ca.crt')).publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(text(`${name}.pem`)))).toBe(true);
    expect([certificate.checkHost(host), certificate.subject]).toStrictEqual([host, subject]);
  });

  it('has a site key of 32 bytes, and each password where it is asked for and where it is told', () => {
    expect(readFileSync(join(folder, 'site.key'))).toHaveLength(32);
    expect(text('mongodb.url')).toContain(`:${text('mongodb.password').trim()}@mongodb:27017/`);
    expect(text('eventstore.url')).toContain(`:${text('eventstore.password').trim()}@eventstore:2113?tls=true`);
    expect(text('eventstore.env')).toContain(`ADMIN_PASSWORD=${text('eventstore.password').trim()}\n`);
  });

  it('stays as it is the second time', () => {
    const before = everything();
    makeSecrets(folder);
    expect(everything()).toStrictEqual(before);
  });
});
