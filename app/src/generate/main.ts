import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

generate(process.argv.includes('--check'));
