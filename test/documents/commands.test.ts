import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certain } from '../product/certain';
import { killAll, startProduct, type StartedProduct } from '../product/started-product';
import { pages, ROOT, stepsOf, type Steps } from './pages';

const howTos = pages().filter((page) => stepsOf(page).length > 0);

let folder = '';
let product: StartedProduct;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flow-documents-'));
  product = await startProduct({
    folder: join(folder, 'data'),
    env: { HOSPITAL_DIR: join(ROOT, 'demo', 'hospital') },
  });
});
afterEach(async () => {
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(killAll);

/** The reader's own folders and ports are those of this test. */
const here = (commands: string): string =>
  commands
    .replaceAll('http://127.0.0.1:4000', product.http)
    .replaceAll(/\b(data|my-hospital)(?=[/\s]|$)/gm, (name, _name, at: number) =>
      /[\w/-]/.test(commands[at - 1] ?? ' ') ? name : join(folder, name),
    );

async function run(commands: string): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATA_DIR: join(folder, 'data'), npm_config_loglevel: 'silent' };
    execFile('bash', ['-ec', here(commands)], { cwd: ROOT, env, timeout: 120_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` }),
    );
  });
}

const patternOf = (line: string): RegExp =>
  new RegExp(
    line
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  );

/** Asked again for a while where the page promises what comes a moment later. */
async function follow({ commands, seen }: Steps): Promise<void> {
  await certain(`what the page shows after: ${commands}`, 60_000, async () => {
    const { code, output } = await run(commands);
    if (code !== 0) throw new Error(`${commands}\nended with ${code}:\n${output}`);
    return seen.every((line) => patternOf(line).test(output)) ? true : undefined;
  });
}

it.each(howTos)(
  'what $path tells to type works, in its order',
  async (page) => {
    for (const steps of stepsOf(page)) await follow(steps);
  },
  300_000,
);
