import { OperatorError } from '@flow/platform/values/operator-error';
import { isHelpAsked, WRONG_USE, WrongUse } from '@flow/platform/values/wrong-use';
import { USAGE } from './arguments';
import { runBench } from './run';

const args = process.argv.slice(2);

const begin = async (): Promise<boolean> => {
  if (!isHelpAsked(args)) return runBench(args);
  process.stdout.write(`${USAGE}\n`);
  return true;
};

begin().then(
  (good) => {
    process.exitCode = good ? 0 : 1;
  },
  (error: unknown) => {
    const text = error instanceof OperatorError ? error.message : String(error instanceof Error ? error.stack : error);
    process.stderr.write(`${text}\n`);
    process.exitCode = error instanceof WrongUse ? WRONG_USE : 1;
  },
);
