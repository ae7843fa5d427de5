import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { newFolder, removeFolder } from '../product/product-here';
import { ROOT, runCommand } from '../product/running-command';

describe('a command that cannot go on', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await newFolder();
  });
  afterEach(async () => {
    await removeFolder(folder);
  });

  it('says which file is the matter, and what to do', async () => {
    await writeFile(join(folder, 'site.key'), Buffer.alloc(32, 7));
    await writeFile(join(folder, 'events.db'), 'no store '.repeat(1000));
    expect(await runCommand(folder, ['app/audit/main', 'verify'])).toStrictEqual({
      code: 1,
      output: '',
      errors: `The audit failed. ${join(folder, 'events.db')}: the file is damaged, or was not written by this product (SQLITE_NOTADB). Move the data folder away, keep it, and restore the newest backup.\n`,
    });
  });

  it('ends quietly, having done what it does, where nobody reads any more', async () => {
    const file = join(folder, 'ipm.json');
    await writeFile(file, JSON.stringify({ name: 'ipm', listen: { port: 0 }, hospitalNumber: { authority: 'RXX' } }));
    const command = [join(ROOT, 'scripts', 'run.js'), 'app/ipm/main', 'check-config', file];
    const child = spawn(process.execPath, command, {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'development', DATA_DIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    const [errors, ended] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect({ errors, ended }).toStrictEqual({ errors: '', ended: [0, null] });
  });
});
