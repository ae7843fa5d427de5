import { UnknownEventType } from '../decider/event-codec';
import { recordingLog } from '../telemetry/testing';
import { silentLog } from '../telemetry/log';
import { Stopped } from './persistently';
import { startRun } from './run';
import { once, until } from './testing';

it('ends with its work when it is stopped, also twice', async () => {
  const ended: boolean[] = [];
  const work = async (signal: AbortSignal): Promise<void> => {
    await once(signal);
    ended.push(true);
    throw new Stopped();
  };
  const run = startRun(work, { name: 'part', log: silentLog });
  expect(run.readiness()).toStrictEqual({ ready: true });
  await run.stop();
  await run.stop();
  expect(ended).toStrictEqual([true]);
  expect(run.readiness()).toStrictEqual({ ready: true });
});

it('does not wait for ever for work that hangs', async () => {
  const run = startRun(async () => new Promise(() => undefined), { name: 'part', log: silentLog, stoppingMs: 50 });
  const started = performance.now();
  await run.stop();
  expect(performance.now() - started).toBeLessThan(5000);
});

it.each([
  [new UnknownEventType('thing-turned.v9'), 'A newer version has written events that this version does not know.'],
  [new TypeError('of a patient'), 'A part has stopped at a fault; the log says which.'],
])('is not ready after %p, and says so once', async (error, reason) => {
  const { log, lines } = recordingLog();
  const run = startRun(async () => Promise.reject(error), { name: 'part', log });
  await until(() => !run.readiness().ready);
  expect(run.readiness()).toStrictEqual({ ready: false, reason });
  expect(lines).toHaveLength(1);
  expect(JSON.stringify(lines)).not.toContain('of a patient');
});
