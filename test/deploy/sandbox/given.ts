import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../dockerfile';
import { folderOfOurs } from './image';

const PARTNER = { name: 'ipm', listen: { port: 0 }, hospitalNumber: { authority: 'RXX' } };

/** Makes everything that compose.yaml takes by file. Gives the folder. */
export function makeSecrets(folder: string): string {
  execFileSync('sh', [join(ROOT, 'deploy/make-secrets.sh'), folder, 'flow.trust.example'], { stdio: 'pipe' });
  return folder;
}

/** What a site gives its containers, as it lies in them: a hospital, a partner, a certificate. */
export function givenToContainers(): string {
  const given = folderOfOurs('given');
  const at = (...path: string[]): string => join(given, ...path);
  chmodSync(given, 0o755);
  cpSync(join(ROOT, 'demo/hospital'), at('etc/patient-flow/hospital'), { recursive: true });
  mkdirSync(at('etc/patient-flow/partners'));
  writeFileSync(at('etc/patient-flow/partners/ipm.json'), JSON.stringify(PARTNER));
  mkdirSync(at('run/secrets/tls'), { recursive: true });
  const secrets = makeSecrets(at('secrets'));
  cpSync(join(secrets, 'gateway.crt'), at('run/secrets/tls/tls.crt'));
  cpSync(join(secrets, 'gateway.pem'), at('run/secrets/tls/tls.key'));
  return given;
}
