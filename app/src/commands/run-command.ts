import { OperatorError } from '@flow/platform/values/operator-error';
import { sayFault } from './terminal';

/** Runs a command of the command line to its exit code: what it gives; `failing` with what was wrong, where it throws. */
export function runCommand(
  name: string,
  command: (args: readonly string[]) => Promise<number>,
  failing: 1 | 2 = 1,
): void {
  command(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      sayFault(error instanceof OperatorError ? error.message : `${name} failed.`);
      process.exitCode = failing;
    },
  );
}
