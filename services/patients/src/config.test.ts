import { loadConfig } from '@flow/platform/config/load-config';
import { patientsConfig } from './config';

it.each([
  [{}, { trust: 'RXX', population: 'invented' }],
  [
    { NODE_ENV: 'production', TRUST: 'RJ1' },
    { trust: 'RJ1', population: 'real' },
  ],
  [
    { NODE_ENV: 'production', POPULATION: 'invented' },
    { trust: 'RXX', population: 'invented' },
  ],
])('takes people to be real in production, unless told otherwise: %j', (env, config) =>
  expect(loadConfig(patientsConfig, env)).toStrictEqual(config),
);

it('refuses a code that is no trust’s', () =>
  expect(() => loadConfig(patientsConfig, { TRUST: 'the trust' })).toThrow('TRUST: must be an ODS code'));
