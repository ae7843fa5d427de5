import { runEngines } from './command';
import { REGISTRY } from './registry';
import { sentenceOf } from './sentence';
import { toldToEnd } from './told-to-end';

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const options = { args: process.argv.slice(2), env: process.env, registry: REGISTRY, write, signal: toldToEnd() };

runEngines(options).catch((error: unknown) => {
  process.stderr.write(`${sentenceOf(error, 'The engines failed')}\n`);
  // A program that fetches for us may go on for minutes.
  process.exit(1);
});
