import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { goesOn } from '../commands/no-arguments';
import { generatedFiles } from './generated-files';

const ROOT = join(__dirname, '..', '..', '..');

/** Writes the generated files; with `--check` it only names those that are missing or out of date. */
function generate(checkOnly: boolean): void {
  for (const [path, text] of generatedFiles()) {
    const file = join(ROOT, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    if (checkOnly) {
      process.stderr.write(`${path} is out of date: run \`npm run generate\` and commit it.\n`);
      process.exitCode = 1;
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const USAGE = `Use: npm run generate [-- --check]
  writes the generated files; --check only names those that are out of date`;

const args = process.argv.slice(2);
if (goesOn(args, USAGE, ['--check'])) generate(args.includes('--check'));
