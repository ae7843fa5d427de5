import { loadConfig } from '@flow/platform/config/load-config';
import { appConfig } from './app-config';
import { startRules } from './setting-rules';

/** What a start says of this environment, a line for each fault. */
function faultsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadConfig(appConfig, env, [startRules]);
    return [];
  } catch (error) {
    return String(error)
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

const SINGLE_NODE =
  'SINGLE_NODE: no engines are named: set SINGLE_NODE=true if one machine with embedded engines is meant, else name the real ones';
const SIGN_IN = { OIDC_ISSUER: 'https://issuer.example', OIDC_AUDIENCE: 'flow' };

describe('what a start says of its settings', () => {
  it('is all that production needs', () =>
    expect(faultsOf({ NODE_ENV: 'production' })).toStrictEqual([
      'OIDC_ISSUER: must be set in production',
      'OIDC_AUDIENCE: must be set with OIDC_ISSUER',
      SINGLE_NODE,
    ]));

  it('is what settings have to do with one another, too, where one is wrong by itself', () =>
    expect(faultsOf({ PORT: 'x', TLS_CERT_FILE: '/c', KAFKA_USER: 'u', MONGODB_URL: 'mongodb://m/x' })).toStrictEqual([
      'PORT: must be a whole number from 0 to 65535',
      'KAFKA_PASSWORD_FILE: must be set with the other of the two',
      'KURRENTDB_URL: must be set where other real engines are: all of them, or none',
      'KAFKA_BROKERS: must be set where other real engines are: all of them, or none',
      'SITE_KEY_FILE: must be set where other real engines are: all of them, or none',
      'TLS_KEY_FILE: must be set with the other of the two',
    ]));

  it('is nothing of one machine that is meant, of real engines, and of no production', () => {
    expect(faultsOf({ NODE_ENV: 'production', SINGLE_NODE: 'true', ...SIGN_IN })).toStrictEqual([]);
    const engines = {
      ...{ KURRENTDB_URL_FILE: '/e', KAFKA_BROKERS: 'k:9092', MONGODB_URL_FILE: '/m', SITE_KEY_FILE: '/k' },
    };
    expect(faultsOf({ NODE_ENV: 'production', ...engines, ...SIGN_IN })).toStrictEqual([]);
    expect(faultsOf({})).toStrictEqual([]);
  });
});
