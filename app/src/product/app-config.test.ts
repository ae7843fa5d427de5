import { loadConfig } from '@flow/platform/config/load-config';
import { appConfig } from './app-config';

it('keeps the partners beside the other data unless told where they are', () => {
  expect(loadConfig(appConfig, { DATA_DIR: '/x' }).partnersDir).toBe('/x/partners');
  expect(loadConfig(appConfig, { DATA_DIR: '/x', PARTNERS_DIR: '/y' }).partnersDir).toBe('/y');
});

it.each([
  [{ SERVICES: 'gateway' }, 'SERVICES: must name a service for the gateway to ask'],
  [{ SERVICES: 'beds,x' }, 'SERVICES: must name some of patients, beds, ipm, gateway, with commas between'],
  [{ OIDC_ISSUER: 'https://issuer.example' }, 'OIDC_AUDIENCE: must be set with OIDC_ISSUER'],
  [{ NODE_ENV: 'production' }, 'OIDC_ISSUER: must be set in production'],
  [{ TLS_CERT_FILE: 'cert.pem' }, 'TLS_KEY_FILE: must be set with the other of the two'],
  [{ HOST: 'a name' }, 'HOST: must be an IP address or localhost'],
])('refuses %j', (env, fault) => {
  expect(() => loadConfig(appConfig, env)).toThrow(fault);
});
