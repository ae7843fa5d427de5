import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@flow/platform/config/load-config';
import { appConfig } from './app-config';

it('keeps the partners beside the other data unless told where they are', () => {
  expect(loadConfig(appConfig, { DATA_DIR: '/x' }).partnersDir).toBe('/x/partners');
  expect(loadConfig(appConfig, { DATA_DIR: '/x', PARTNERS_DIR: '/y' }).partnersDir).toBe('/y');
});

it('takes the addresses of services in other processes', () => {
  const env = { SERVICES: 'gateway', SERVICE_URLS: 'beds=http://beds:4000, ipm=https://10.0.0.1:4001' };
  expect(loadConfig(appConfig, env)).toMatchObject({
    services: ['gateway'],
    elsewhere: { beds: 'http://beds:4000', ipm: 'https://10.0.0.1:4001' },
  });
});

it('tells traces to nobody unless a collector is named, and then all of them unless told otherwise', () => {
  expect(loadConfig(appConfig, {}).traces).toBeUndefined();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
  expect(loadConfig(appConfig, env).traces).toStrictEqual({ endpoint: 'http://collector:4318', ratio: 1 });
  expect(loadConfig(appConfig, { ...env, OTEL_TRACES_SAMPLER_ARG: '0.05' }).traces?.ratio).toBe(0.05);
});

it.each([
  [
    { SERVICES: 'gateway' },
    'SERVICES: must name a service for the gateway to ask, or SERVICE_URLS one of another process',
  ],
  [{ SERVICE_URLS: 'beds' }, 'SERVICE_URLS: must name services of other processes by their addresses'],
  [{ SERVICE_URLS: 'x=http://x:1' }, 'SERVICE_URLS: must name services of other processes by their addresses'],
  [{ SERVICE_URLS: 'beds=http://beds:1/graphql' }, 'SERVICE_URLS: must name services of other processes'],
  [{ SERVICE_URLS: 'beds=http://u:p@beds:1' }, 'SERVICE_URLS: must name services of other processes'],
  [{ SERVICE_URLS: 'beds=http://beds:1' }, 'SERVICE_URLS: names beds, which this process runs itself'],
  [{ SERVICES: 'beds,x' }, 'SERVICES: must name some of patients, beds, ipm, gateway, with commas between'],
  [{ OIDC_ISSUER: 'https://issuer.example' }, 'OIDC_AUDIENCE: must be set with OIDC_ISSUER'],
  [{ NODE_ENV: 'production' }, 'OIDC_ISSUER: must be set in production'],
  [{ TLS_CERT_FILE: 'cert.pem' }, 'TLS_KEY_FILE: must be set with the other of the two'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT: '],
  [{ OTEL_TRACES_SAMPLER_ARG: '1.5' }, 'OTEL_TRACES_SAMPLER_ARG: must be a number from 0 to 1'],
  [{ HOST: 'a name' }, 'HOST: must be an IP address or localhost'],
])('refuses %j', (env, fault) => {
  expect(() => loadConfig(appConfig, env)).toThrow(fault);
});

it('takes no secret by value: a setting that leads to one names a file', () => {
  const readme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
  const settings = [...readme.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) /gm)].flatMap(([, names = '']) =>
    names.split(', '),
  );
  expect(settings.length).toBeGreaterThan(15);
  const secrets = settings.filter((name) => /SECRET|PASSWORD|TOKEN|KEY|CREDENTIAL/.test(name));
  expect(secrets.filter((name) => !name.endsWith('_FILE`'))).toStrictEqual([]);
  const source = readFileSync(join(__dirname, 'app-config.ts'), 'utf8');
  const read = [...source.matchAll(/^ {4}([A-Z_]+):/gm)].map(([, name = '']) => `\`${name}\``);
  expect(read.filter((name) => !settings.includes(name))).toStrictEqual([]);
});
