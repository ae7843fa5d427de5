import { OperatorError } from '@flow/platform/values/operator-error';
import { checkConfig } from './check-config';

const USAGE = `Use: npm run ipm -- check-config FILE…
  check-config   reads partners' files with their location maps and keys, and prints every fault with its file and field`;

/** 0: in order. 1: faults were found. 2: a wrong use. */
async function ipm([command, ...files]: readonly string[]): Promise<number> {
  if (command !== 'check-config' || files.length === 0) throw new OperatorError(USAGE);
  const { lines, inOrder } = await checkConfig(files);
  for (const line of lines) (inOrder ? process.stdout : process.stderr).write(`${line}\n`);
  return inOrder ? 0 : 1;
}

ipm(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof OperatorError ? error.message : 'The command failed.'}\n`);
    process.exitCode = 2;
  },
);
