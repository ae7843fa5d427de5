import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperatorError } from '@flow/platform/values/operator-error';
import { askedOf, dataAskedOf } from './asked';
import { runEngines } from './command';
import type { Engine } from './engine';
import { beganAt, runningEngine, startProcess, stopProcess } from './engine-process';
import { portOf } from './event-store/front';
import { remember } from './remembered';
import { sentenceOf } from './sentence';
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

describe('what is asked of the product on them', () => {
  it('is where its data lies', () => expect(dataAskedOf(['--data', 'x'], KNOWN)).toBe('x'));

  it.each([[['--stop']], [['--clean']], [['kafka']]])('refuses %j, since all engines are needed', (args) =>
    expect(() => dataAskedOf(args, KNOWN)).toThrow(
      'Ctrl-C stops the product; npm run engines starts, stops and cleans',
    ),
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
  let answer: boolean;
  let begun: (pid: number) => void;
  let told: AbortController;
  const sleep = (): number =>
    startProcess({
      ...{ name: 'sleeper', command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] },
      ...{ folder: data, log: join(data, 'sleeper.log') },
    });
  const sleeper: Engine = {
    ...{ name: 'sleeper', what: 'a program that sleeps' },
    install: async () => Promise.resolve(),
    start: async ({ folder, port, onBegun }) => {
      starts.push(port);
      const running = runningEngine('http://127.0.0.1:4711', sleep(), folder);
      onBegun?.(running);
      begun(running.pid);
      return answer ? Promise.resolve(running) : new Promise(() => undefined);
    },
  };
  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    lines = [];
    const registry = [{ engine: sleeper, variable: 'SLEEPER_URL' }];
    const write = (line: string): void => void lines.push(line);
    await runEngines({ args: [...args, '--data', data], env, registry, write, signal: told.signal });
    return lines.join('\n');
  };
  beforeEach(async () => {
    starts = [];
    answer = true;
    begun = () => undefined;
    told = new AbortController();
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

  it('end again where the start is told to end before they answer', async () => {
    answer = false;
    const started = new Promise<number>((resolve) => {
      begun = resolve;
    });
    const running = run([]);
    const pid = await started;
    told.abort();
    await expect(running).rejects.toThrow('a program that sleeps was not started');
    expect(beganAt(pid)).toBeUndefined();
  });

  it('are not lost sight of where the start is killed before they answer', async () => {
    await run([]);
    await run(['--stop']);
    const [left, ended] = [sleep(), sleep()];
    await stopProcess(ended);
    remember(join(data, 'sleeper'), { url: 'http://127.0.0.1:4711', pid: left, log: '', starter: process.pid });
    await expect(run([])).rejects.toThrow(`sleeper is being started by process ${process.pid}`);
    expect(beganAt(left)).toBeDefined();
    remember(join(data, 'sleeper'), { url: 'http://127.0.0.1:4711', pid: left, log: '', starter: ended });
    await run([]);
    expect(beganAt(left)).toBeUndefined();
    expect(starts).toEqual([undefined, 4711]);
  });

  it.each(['', '{"pid":', '{}'])('are not taken for stopped where what is remembered says %j', async (text) => {
    await run([]);
    const file = join(data, 'sleeper', 'running.json');
    const kept = await readFile(file);
    await writeFile(file, text);
    for (const args of [[], ['--stop'], ['--clean']]) await expect(run(args)).rejects.toThrow(`remove that file alone`);
    await writeFile(file, kept);
    expect(await run(['--stop'])).toContain('sleeper is stopped');
  });

  it('name the port that another program has taken since', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = portOf(other.address());
    await run([]);
    await run(['--stop']);
    const ended = sleep();
    await stopProcess(ended);
    remember(join(data, 'sleeper'), { url: `http://127.0.0.1:${port}`, pid: ended, log: '' });
    await expect(run([])).rejects.toThrow(`sleeper had port ${port} of 127.0.0.1, which another program has taken`);
    other.close();
  });

  it('are said not to fit where the folder is a file', async () => {
    const file = join(data, 'a-file');
    await writeFile(file, '');
    data = file;
    const sentence = await run([]).catch((error: unknown) => sentenceOf(error, 'The engines failed'));
    expect(sentence).toBe(
      `The engines failed. ${join(file, 'sleeper')}: a part of this path is a file where a folder has to be (ENOTDIR). Move that file away, or name another folder. Another folder is named with --data.`,
    );
    expect(await run(['--stop'])).toBe(`sleeper did not run, and has no data in ${join(file, 'sleeper')}.`);
  });

  it('are not started where the environment names one that exists', async () => {
    const secret = 'http://user:password@elsewhere';
    const text = await run([], { SLEEPER_URL: secret });
    expect(text).toContain('as SLEEPER_URL says');
    expect(text).not.toContain('password');
    expect(starts).toEqual([]);
  });
});
