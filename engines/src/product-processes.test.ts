import { productProcesses } from './product-processes';

it('starts a process a service: each knows the engines, the others, and a folder of its own', () => {
  const processes = productProcesses({ KAFKA_BROKERS: 'k:1' }, '/data');
  expect(processes.map(({ service }) => service)).toStrictEqual(['patients', 'beds', 'ipm', 'gateway']);
  const others = (...names: readonly string[]) =>
    expect.stringMatching(new RegExp(`^${names.join('=.*,')}=`)) as string;
  expect(processes.map(({ env }) => env)).toMatchObject([
    { SERVICES: 'patients', SERVICE_URLS: others('beds', 'ipm'), DATA_DIR: '/data/patients', KAFKA_BROKERS: 'k:1' },
    { SERVICES: 'beds', SERVICE_URLS: others('patients', 'ipm'), DATA_DIR: '/data/beds' },
    { SERVICES: 'ipm', SERVICE_URLS: others('patients', 'beds'), DATA_DIR: '/data/ipm' },
    { SERVICES: 'gateway', SERVICE_URLS: others('patients', 'beds', 'ipm'), DATA_DIR: '/data/gateway' },
  ]);
  expect(new Set(processes.map(({ env }) => env['PORT'])).size).toBe(4);
});
