import { OperatorError } from '@flow/platform/values/operator-error';

/** Runs a command of the command line to its exit code: what it gives; 1 with one line, where it throws. */
export function runCommand(name: string, command: (args: readonly string[]) => Promise<number>): void {
  command(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof OperatorError ? error.message : `${name} failed.`}\n`);
      process.exitCode = 1;
    },
  );
}
