import { isHelpAsked, WRONG_USE, WrongUse } from '@flow/platform/values/wrong-use';
import { USAGE } from './asked';
import { runEngines } from './command';
import { REGISTRY } from './registry';
import { sentenceOf } from './sentence';
import { toldToEnd } from './told-to-end';

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const options = { args: process.argv.slice(2), env: process.env, registry: REGISTRY, write, signal: toldToEnd() };

const begin = async (): Promise<void> => (isHelpAsked(options.args) ? write(USAGE) : runEngines(options));

begin().catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error, 'The engines failed')}\n`);
  // A program that fetches for us may go on for minutes.
  process.exit(error instanceof WrongUse ? WRONG_USE : 1);
});
