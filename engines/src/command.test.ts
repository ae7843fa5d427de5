import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperatorError } from '@flow/platform/values/operator-error';
import { askedOf } from './asked';
import { runEngines } from './command';
import type { Engine } from './engine';
import { runningEngine, startProcess } from './engine-process';
import { tableOf } from './table';

const KNOWN = ['event-store', 'kafka'];

describe('what is asked of the engines', () => {
  it('is all of them, or those that are named', () => {
    expect(askedOf([], KNOWN)).toMatchObject({ names: KNOWN, action: 'start' });
    expect(askedOf(['kafka', '--data', 'x'], KNOWN)).toEqual({ names: ['kafka'], action: 'start', data: 'x' });
    expect(askedOf(['--stop'], KNOWN).action).toBe('stop');
    expect(askedOf(['kafka', '--clean'], KNOWN).action).toBe('clean');
  });

  it.each([[['redis']], [['--halt']], [['--stop', '--clean']], [['--data']]])('refuses %j', (args) =>
    expect(() => askedOf(args, KNOWN)).toThrow(OperatorError),
  );
});

it('shows the engines in columns', () => {
  const row = { name: 'kafka', what: 'Apache Kafka', url: '127.0.0.1:2', data: '/d', log: '/d/kafka.log' };
  expect(tableOf([row])).toEqual([
    'engine  what is run   url          data  log',
    'kafka   Apache Kafka  127.0.0.1:2  /d    /d/kafka.log',
  ]);
});

describe('the engines of a folder', () => {
  let data: string;
  let lines: string[];
  let starts: (number | undefined)[];
  const sleeper: Engine = {
    ...{ name: 'sleeper', what: 'a program that sleeps' },
    install: async () => Promise.resolve(),
    start: async ({ folder, port }) => {
      starts.push(port);
      const log = join(data, 'sleeper.log');
      const args = ['-e', 'setInterval(() => {}, 1000)'];
      const pid = startProcess({ name: 'sleeper', command: process.execPath, args, folder: data, log });
      return Promise.resolve(runningEngine('http://127.0.0.1:4711', pid, folder));
    },
  };
  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    lines = [];
    const registry = [{ engine: sleeper, variable: 'SLEEPER_URL' }];
    await runEngines({ args: [...args, '--data', data], env, registry, write: (line) => lines.push(line) });
    return lines.join('\n');
  };
  beforeEach(async () => {
    starts = [];
    data = await mkdtemp(join(tmpdir(), 'flow-engines-'));
  });
  afterEach(async () => {
    await run(['--stop']).catch(() => undefined);
    await rm(data, { recursive: true, force: true });
  });

  it('are started once, stopped, and come back on the port that they had', async () => {
    expect(await run([])).toContain('http://127.0.0.1:4711');
    expect(await run([])).toContain('sleeper runs already.');
    expect(await run(['--stop'])).toBe('sleeper is stopped, and its data is kept.');
    expect(await run(['--stop'])).toBe('sleeper did not run, and its data is kept.');
    await run([]);
    expect(starts).toEqual([undefined, 4711]);
    expect(await run(['--clean'])).toBe('sleeper is stopped, and its data is removed.');
    await run([]);
    expect(starts).toEqual([undefined, 4711, undefined]);
  });

  it('are removed where they were made here, and nothing is said to be removed that was not there', async () => {
    expect(await run(['--clean'])).toBe(`sleeper did not run, and has no data in ${join(data, 'sleeper')}.`);
    await run([]);
    await run(['--stop']);
    expect(await run(['--clean'])).toBe('sleeper did not run, and its data is removed.');
    expect(await readdir(data)).not.toContain('sleeper');
  });

  it.each([[[]], [['--stop']], [['--clean']]])("leave somebody else's folder of that name alone: %j", async (args) => {
    await mkdir(join(data, 'sleeper'));
    await writeFile(join(data, 'sleeper', 'thesis.txt'), 'keep');
    await expect(run(args)).rejects.toThrow(`${join(data, 'sleeper')} holds files that npm run engines did not put`);
    expect(await readdir(join(data, 'sleeper'))).toEqual(['thesis.txt']);
    expect(starts).toEqual([]);
  });

  it('are not started where the environment names one that exists', async () => {
    const secret = 'http://user:password@elsewhere';
    const text = await run([], { SLEEPER_URL: secret });
    expect(text).toContain('as SLEEPER_URL says');
    expect(text).not.toContain('password');
    expect(starts).toEqual([]);
  });
});
