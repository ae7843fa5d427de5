import type { Log } from '../telemetry/log';
import { systemClock, type Clock } from '../time/clock';
import { OperatorError } from '../values/operator-error';
import { systemSentence } from '../values/system-fault';

/** What of Node's process is used. */
export interface HostProcess {
  on(event: 'SIGTERM' | 'SIGINT', listener: (signal: 'SIGTERM' | 'SIGINT') => void): unknown;
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
  readonly stderr: { write(text: string): unknown };
  exit(code: number): void;
}

export interface Started {
  stop(): Promise<void>;
  /** Resolves with why it cannot go on, if ever: the process then ends with 1, to be started again. */
  readonly ended?: Promise<Error> | undefined;
}

export interface ProcessOptions {
  readonly log: Log;
  /** Starts everything. Its signal aborts when the process is told to stop, so that a start under way can give up. */
  readonly start: (signal: AbortSignal) => Promise<Started>;
  /** How long stopping may take; 10 s if not told. */
  readonly stopLimitMs?: number | undefined;
  readonly host?: HostProcess | undefined;
  readonly clock?: Pick<Clock, 'monotonicMs'> | undefined;
}

/** `npm start` passes a Ctrl-C on that the terminal has sent already: both are one wish. */
const SAME_WISH_MS = 1_000;

/** A sentence for whoever runs it where we have one; else the log alone says what of the error may be written down. */
function reportFault({ log, host }: { log: Log; host: HostProcess }, error: unknown): void {
  if (error instanceof OperatorError) {
    host.stderr.write(`${error.message}\n`);
    return;
  }
  log.error('The process ends, because of a fault that nobody handles.', { error });
  host.stderr.write('The process ends because of a fault. The last line of its log says where it happened.\n');
}

/** What keeps it from starting is said in one line, where it was written for whoever runs it or the system said it. */
function reportFailedStart({ log, host }: { log: Log; host: HostProcess }, error: unknown): void {
  const said = error instanceof OperatorError ? undefined : systemSentence(error);
  if (said === undefined) {
    reportFault({ log, host }, error);
    return;
  }
  log.debug('The process cannot start.', { error });
  host.stderr.write(`${said}\n`);
}

async function within(work: Promise<void>, limitMs: number): Promise<'done' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, limitMs, 'late');
  });
  return Promise.race([work.then(() => 'done' as const), late]).finally(() => clearTimeout(timer));
}

/**
 * Runs a program to its end: SIGTERM or SIGINT stop it cleanly, or within the limit with exit code 1; a second one ends it at
 * once. An error that nobody handles ends it with 1, and so does a start that fails, or what says that it cannot go on: with one sentence and no stack where the
 * error was written for whoever runs it (OperatorError), or a start failed of what the system said (a full disk). Resolves once it has started, or is about to end.
 */
export async function runProcess(options: ProcessOptions): Promise<void> {
  const { log, start, stopLimitMs = 10_000, clock = systemClock } = options;
  const host: HostProcess = options.host ?? process;
  const stopping = new AbortController();
  const fail = (error: unknown): void => {
    reportFault({ log, host }, error);
    host.exit(1);
  };
  const started = (async () => start(stopping.signal))();

  async function stop(): Promise<void> {
    // A start that was given up has nothing to stop; one that failed by itself is told below.
    const running = await started.catch(() => undefined);
    await running?.stop();
  }
  let askedAtMs = 0;
  const onSignal = (signal: 'SIGTERM' | 'SIGINT'): void => {
    if (stopping.signal.aborted) {
      if (clock.monotonicMs() - askedAtMs < SAME_WISH_MS) return;
      log.warn('The process ends at once, at a second signal.', { signal });
      host.exit(1);
      return;
    }
    log.info('The process stops.', { signal });
    askedAtMs = clock.monotonicMs();
    stopping.abort();
    within(stop(), stopLimitMs).then((how) => {
      if (how === 'late') log.error('The process did not stop in time, and ends.', { ms: stopLimitMs });
      host.exit(how === 'late' ? 1 : 0);
    }, fail);
  };

  host.on('SIGTERM', onSignal);
  host.on('SIGINT', onSignal);
  host.on('uncaughtException', fail);
  host.on('unhandledRejection', fail);
  await started.then(
    ({ ended }) => {
      void ended?.then(fail);
    },
    (error: unknown) => {
      if (stopping.signal.aborted) return;
      reportFailedStart({ log, host }, error);
      host.exit(1);
    },
  );
}
