import { EventEmitter, once } from 'node:events';
import { recordingLog } from '../telemetry/testing';
import { OperatorError } from '../values/operator-error';
import { runProcess, type ProcessOptions } from './process';

/** A process that can be told things, and says how it ended. */
function hosted(options: Partial<ProcessOptions> = {}) {
  const recording = recordingLog();
  const host = Object.assign(new EventEmitter(), {
    printed: '',
    stderr: { write: (text: string) => (host.printed += text) },
    exit: (code: number) => host.emit('exit', code),
  });
  const stop = jest.fn(() => Promise.resolve());
  const exited: Promise<unknown[]> = once(host, 'exit');
  const run = runProcess({ log: recording.log, host, start: () => Promise.resolve({ stop }), ...options });
  return { host, stop, exited: exited.then(([code]) => code), run, ...recording };
}

const forEver = (): Promise<never> => new Promise(() => undefined);
const waitingFor = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('Given up.'))));

it.each(['SIGTERM', 'SIGINT'])('stops cleanly at %s', async (signal) => {
  const { host, stop, exited, run, lines } = hosted();
  await run;
  host.emit(signal, signal);
  expect(await exited).toBe(0);
  expect(stop).toHaveBeenCalledTimes(1);
  expect(lines).toStrictEqual([{ level: 'info', signal, msg: 'The process stops.' }]);
});

it('ends with 1 when stopping takes too long', async () => {
  const { host, exited, run, lines } = hosted({ stopLimitMs: 10, start: () => Promise.resolve({ stop: forEver }) });
  await run;
  host.emit('SIGTERM', 'SIGTERM');
  expect(await exited).toBe(1);
  expect(lines.at(-1)).toMatchObject({ level: 'error', msg: 'The process did not stop in time, and ends.', ms: 10 });
});

it('ends with 1 and one sentence when what runs says that it cannot go on', async () => {
  const ended = Promise.resolve(new OperatorError('Start it again.'));
  const { host, exited } = hosted({ start: () => Promise.resolve({ stop: forEver, ended }) });
  expect(await exited).toBe(1);
  expect(host.printed).toBe('Start it again.\n');
});

it('ends at once at a second signal, and takes one that npm passed on for the first', async () => {
  let ms = 0;
  let stopped = (): void => undefined;
  const stop = () => new Promise<void>((resolve) => (stopped = resolve));
  const clock = { monotonicMs: () => ms };
  const { host, exited, run, lines } = hosted({ clock, start: () => Promise.resolve({ stop }) });
  await run;
  host.emit('SIGINT', 'SIGINT');
  ms = 20;
  host.emit('SIGINT', 'SIGINT');
  expect(lines).toHaveLength(1);
  ms = 2_000;
  host.emit('SIGINT', 'SIGINT');
  expect(await exited).toBe(1);
  stopped();
});

it('gives up a start that is under way, and stops one that comes through nevertheless', async () => {
  const given = hosted({ start: waitingFor });
  given.host.emit('SIGTERM', 'SIGTERM');
  expect(await given.exited).toBe(0);
  await given.run;
  expect(given.host.printed).toBe('');

  const stop = jest.fn(() => Promise.resolve());
  const late = hosted({ start: (signal) => waitingFor(signal).catch(() => ({ stop })) });
  late.host.emit('SIGTERM', 'SIGTERM');
  expect(await late.exited).toBe(0);
  expect(stop).toHaveBeenCalledTimes(1);
});

it('says in one line, without a stack, what whoever starts it has to do', async () => {
  const failing = () => Promise.reject(new OperatorError('Port 4000 is taken.', { cause: new Error('listen') }));
  const { host, exited, text } = hosted({ start: failing });
  expect(await exited).toBe(1);
  expect(host.printed).toBe('Port 4000 is taken.\n');
  expect(text()).toBe('');
});

it('says in one line, without a stack, what the system said of a start', async () => {
  const cause = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', path: '/data/events.db' });
  const failing = () => Promise.reject(new Error('An engine failed.', { cause }));
  const { host, exited, lines } = hosted({ start: failing });
  expect(await exited).toBe(1);
  expect(host.printed).toBe('/data/events.db: the disk is full (ENOSPC). Make room on it.\n');
  expect(lines.filter(({ level }) => level !== 'debug')).toStrictEqual([]);
});

it.each(['start', 'stop', 'uncaughtException', 'unhandledRejection'])(
  'ends with 1 at a fault of %s, and writes down nothing of a patient',
  async (where) => {
    const fault = new TypeError('Cannot read Amalthea Quux');
    const failing = () => Promise.reject(fault);
    const { host, exited, text, lines } = hosted({
      ...(where === 'start' && { start: failing }),
      ...(where === 'stop' && { start: () => Promise.resolve({ stop: failing }) }),
    });
    host.emit(where === 'stop' ? 'SIGTERM' : where, fault);
    expect(await exited).toBe(1);
    expect(lines.at(-1)).toMatchObject({ level: 'error', error: { name: 'TypeError' } });
    expect(text() + host.printed).not.toContain('Quux');
    expect(text()).toContain('process.test.ts');
  },
);
