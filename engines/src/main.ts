import { OperatorError } from '@flow/platform/values/operator-error';
import { runEngines } from './command';
import { REGISTRY } from './registry';

const write = (line: string): void => void process.stdout.write(`${line}\n`);

runEngines({ args: process.argv.slice(2), env: process.env, registry: REGISTRY, write }).catch((error: unknown) => {
  process.stderr.write(`${error instanceof OperatorError ? error.message : `The engines failed: ${String(error)}`}\n`);
  process.exitCode = 1;
});
