import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beganAt } from './engine-process';
import { innerPorts, productProcesses, startProcesses } from './product-processes';

it('starts a process a service: each knows the engines, the others, and a folder of its own', () => {
  const processes = productProcesses({ KAFKA_BROKERS: 'k:1' }, '/data', { patients: 1, beds: 2, ipm: 3 });
  expect(processes.map(({ service }) => service)).toStrictEqual(['patients', 'beds', 'ipm', 'gateway']);
  const others = (...names: readonly string[]) =>
    expect.stringMatching(new RegExp(`^${names.join('=.*,')}=`)) as string;
  expect(processes.map(({ env }) => env)).toMatchObject([
    {
      SERVICES: 'patients',
      SERVICE_URLS: others('beds', 'ipm'),
      DATA_DIR: '/data/patients',
      KAFKA_BROKERS: 'k:1',
      PORT: '1',
    },
    { SERVICES: 'beds', SERVICE_URLS: others('patients', 'ipm'), DATA_DIR: '/data/beds' },
    { SERVICES: 'ipm', SERVICE_URLS: others('patients', 'beds'), DATA_DIR: '/data/ipm' },
    { SERVICES: 'gateway', SERVICE_URLS: others('patients', 'beds', 'ipm'), DATA_DIR: '/data/gateway' },
  ]);
  expect(new Set(processes.map(({ env }) => env['PORT'])).size).toBe(4);
});

it('lets the system choose where the services answer each other', async () => {
  const ports = await innerPorts();
  expect(new Set(Object.values(ports)).size).toBe(3);
  expect(await innerPorts()).not.toEqual(ports);
});

const SLEEPS = "setInterval(() => {}, 1000); console.log('sleeps', process.pid)";

it('says which process ended first, and how', async () => {
  const endOf = async (program: string) => {
    const processes = [
      { service: 'beds', args: ['-e', program], env: {} },
      { service: 'ipm', args: ['-e', SLEEPS], env: {} },
    ];
    const running = startProcesses(processes, process.env, () => undefined);
    const ended = await running.ended;
    await running.stop();
    return ended;
  };
  expect(await endOf('process.kill(process.pid, "SIGKILL")')).toEqual({
    service: 'beds',
    how: 'was ended by SIGKILL',
    code: 1,
  });
  expect(await endOf('process.exit(3)')).toEqual({ service: 'beds', how: 'ended with exit code 3', code: 3 });
});

it('leaves no process behind when it is killed itself', async () => {
  const root = join(__dirname, '..', '..');
  spawnSync(process.execPath, [join(root, 'scripts', 'build.js')]);
  const dist = join(root, 'engines', 'dist');
  const args = ['--require', join(dist, 'start', 'end-with-starter.js'), '-e', SLEEPS];
  const program = `require(${JSON.stringify(join(dist, 'product-processes.js'))})
    .startProcesses([{ service: 'beds', args: ${JSON.stringify(args)}, env: {} }], process.env, console.log)`;
  const starter = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(starter.stdout, 'data')) as [Buffer];
  const pid = Number(/sleeps (\d+)/.exec(said.toString())?.[1]);
  expect(beganAt(pid)).toBeDefined();
  starter.kill('SIGKILL');
  while (beganAt(pid) !== undefined) await delay(20);
});
