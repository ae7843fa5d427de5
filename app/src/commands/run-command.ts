import { createLog } from '@flow/platform/telemetry/log';
import { logLevelOf } from '../product/app-config';
import { failureSentence } from './failure-sentence';
import { sayFault } from './terminal';

/** Whoever reads may stop (`| head`): what is left is said to nobody, and what was begun is brought to its end. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}

/** Where an error is from, without its words; the terminal is told these by `failureSentence`. */
const logOf = () => createLog({ level: logLevelOf(process.env) ?? 'warn', destination: process.stderr });

/** Runs a command of the command line to its exit code: what it gives; `failing` with what was wrong, where it throws. */
export function runCommand(
  name: string,
  command: (args: readonly string[]) => Promise<number>,
  failing: 1 | 2 = 1,
): void {
  outliveReaders();
  command(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      sayFault(failureSentence(name, error));
      logOf().debug('The command failed.', { error });
      process.exitCode = failing;
    },
  );
}
