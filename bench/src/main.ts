import { OperatorError } from '@flow/platform/values/operator-error';
import { runBench } from './run';

runBench(process.argv.slice(2)).then(
  (good) => {
    process.exitCode = good ? 0 : 1;
  },
  (error: unknown) => {
    const text = error instanceof OperatorError ? error.message : String(error instanceof Error ? error.stack : error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  },
);
