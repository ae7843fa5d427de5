import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DESCRIBED = join(__dirname, '..', '..', 'peers', 'package.json');
const INSTALLED = '.installed';

/** Programs of others to measure beside ours. They are never a dependency of the product. */
export interface Peers {
  /** Where they are, or why they are not there. */
  readonly folder: { readonly at: string } | { readonly missing: string };
}

/** One folder a list of versions, so that an older one is never measured in its place. */
function folderOf(): string {
  const hash = createHash('sha256').update(readFileSync(DESCRIBED)).digest('hex').slice(0, 12);
  return join(tmpdir(), `flow-bench-peers-${hash}`);
}

/** Gives what is there; installs what is not where that is asked for. A registry that cannot be reached is no fault. */
export async function findPeers(install: boolean, progress: (text: string) => void): Promise<Peers> {
  const at = folderOf();
  if (existsSync(join(at, INSTALLED))) return { folder: { at } };
  if (!install) return { folder: { missing: 'peers are installed by the full run' } };
  progress('installing peers');
  mkdirSync(at, { recursive: true });
  copyFileSync(DESCRIBED, join(at, 'package.json'));
  const npm = spawn('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], {
    cwd: at,
    stdio: 'ignore',
  });
  const code = await once(npm, 'exit').then(
    ([status]: unknown[]) => status,
    () => 'no npm',
  );
  if (code !== 0) return { folder: { missing: `npm could not install them (${String(code)})` } };
  writeFileSync(join(at, INSTALLED), '');
  return { folder: { at } };
}
