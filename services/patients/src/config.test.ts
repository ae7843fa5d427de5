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
  expect(loadConfig(patientsConfig, env)).toMatchObject(config),
);

it('takes a claim on a task to lapse after 12 hours, unless told otherwise', () => {
  expect(loadConfig(patientsConfig, {}).claimMs).toBe(43_200_000);
  expect(loadConfig(patientsConfig, { TASK_CLAIM_HOURS: '4' }).claimMs).toBe(14_400_000);
  expect(() => loadConfig(patientsConfig, { TASK_CLAIM_HOURS: '0' })).toThrow('TASK_CLAIM_HOURS: must be at least 1');
});

it('refuses a code that is no trust’s', () =>
  expect(() => loadConfig(patientsConfig, { TRUST: 'the trust' })).toThrow('TRUST: must be an ODS code'));
