import { createLog } from '@flow/platform/telemetry/log';
import { isHelpAsked, WRONG_USE, WrongUse } from '@flow/platform/values/wrong-use';
import { logLevelOf } from '../product/app-config';
import { failureSentence } from './failure-sentence';
import { say, sayFault } from './terminal';

/** Whoever reads may stop (`| head`): what is left is said to nobody, and what was begun is brought to its end. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}

/** Where an error is from, without its words; the terminal is told these by `failureSentence`. */
const logOf = () => createLog({ level: logLevelOf(process.env) ?? 'warn', destination: process.stderr });

export interface CommandKind {
  /** How it is used, for people. */
  readonly usage: string;
  /** What it ends with where it throws; 1 unless given. */
  readonly failing?: 1 | 2;
}

/**
 * Runs a command of the command line to its exit code: what it gives; `failing` with what was wrong, where it throws; 2 where it
 * was not understood. `--help` says how it is used, and nothing is done.
 */
export function runCommand(
  name: string,
  command: (args: readonly string[]) => Promise<number>,
  { usage, failing = 1 }: CommandKind,
): void {
  outliveReaders();
  const args = process.argv.slice(2);
  if (isHelpAsked(args)) {
    usage.split('\n').forEach(say);
    return;
  }
  command(args).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      sayFault(failureSentence(name, error));
      logOf().debug('The command failed.', { error });
      process.exitCode = error instanceof WrongUse ? WRONG_USE : failing;
    },
  );
}
