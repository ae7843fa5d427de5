import { pid } from 'node:process';
import { OperatorError } from '@flow/platform/values/operator-error';
import type { Engine, Report, RunningEngine, StartOptions } from './engine';
import { remember } from './remembered';

/** Rejects when the signal aborts. */
async function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const tell = (): void => reject(new Error('Told to end.'));
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell, { once: true });
  });
}

/**
 * Installs and starts it. Its process is remembered before it answers, so that it is never lost sight of, whatever becomes of this one.
 * Where the signal aborts, what had begun is ended again, and OperatorError says so.
 */
export async function startRemembered(
  engine: Engine,
  { folder, port }: StartOptions,
  report: Report,
  signal: AbortSignal,
): Promise<RunningEngine> {
  let begun: RunningEngine | undefined;
  const onBegun = (process: RunningEngine): void => {
    begun = process;
    try {
      remember(folder, { ...process, starter: pid });
      signal.throwIfAborted();
    } catch (error) {
      process.kill();
      throw error;
    }
  };
  const start = async (): Promise<RunningEngine> => {
    signal.throwIfAborted();
    await engine.install(report);
    signal.throwIfAborted();
    report(`Starting ${engine.what}.`);
    return engine.start({ folder, onBegun, ...(port !== undefined && { port }) });
  };
  try {
    const started = await Promise.race([start(), aborted(signal)]);
    remember(folder, started);
    return started;
  } catch (error) {
    if (!signal.aborted) throw error;
    await begun?.stop();
    throw new OperatorError(`${engine.what} was not started: this was told to end. Nothing of it runs.`);
  }
}
