import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flow-at-once-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** The product as a container starts it, which is told to stop when it loads that module; gives how it ended. */
async function toldAt(signal: 'SIGTERM' | 'SIGINT', loading: string): Promise<unknown> {
  const entry = ['-r', join(__dirname, 'early-signal.js'), join(ROOT, 'app', 'dist', 'main.js')];
  const child = spawn(process.execPath, entry, {
    cwd: ROOT,
    env: {
      ...process.env,
      ...{ NODE_ENV: 'development', DATA_DIR: join(folder, 'data'), DEMO: 'off' },
      ...{ PORT: '0', IPM_PORT: '0', CORPORA_PORT: '0', EARLY_SIGNAL: `${signal} ${loading}` },
      HOSPITAL_DIR: join(ROOT, 'test', 'data', 'small-hospital'),
    },
    stdio: 'ignore',
  });
  return once(child, 'exit').then(([code, by]: unknown[]) => code ?? by);
}

describe('a process that is told to stop while it loads', () => {
  it.each([
    ['SIGTERM', '@flow/beds/config'],
    ['SIGINT', '@flow/beds/config'],
    ['SIGTERM', './product/start-product'],
  ] as const)('ends with 0 and has begun nothing: %s at %s', async (signal, loading) => {
    expect(await toldAt(signal, loading)).toBe(0);
    expect(await readdir(folder)).toStrictEqual([]);
  });
});
