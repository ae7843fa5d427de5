import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engines } from './engines';
import { checkSiteKey, readSiteKey } from './named-site-key';
import { openEmbeddedEngines } from './embedded-engines';

describe('the site key of real engines', () => {
  let folder: string;
  let engines: Engines;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flow-site-key-'));
    engines = await openEmbeddedEngines({ folder });
  });
  afterEach(async () => {
    await engines.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is noted at the first start, and taken at every later one', async () => {
    const key = Buffer.alloc(32, 7);
    await Promise.all([checkSiteKey(engines.events, key), checkSiteKey(engines.events, key)]);
    await checkSiteKey(engines.events, key);
    const { events } = await engines.events.read('site-key', { limit: 10 });
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events)).not.toContain(key.toString('hex'));
  });

  it('is refused when it is another than that which the store was written with', async () => {
    await checkSiteKey(engines.events, Buffer.alloc(32, 7));
    await expect(checkSiteKey(engines.events, Buffer.alloc(32, 8))).rejects.toThrow('SITE_KEY_FILE holds another key');
  });

  it('comes from a file of 32 bytes', async () => {
    const file = join(folder, 'key');
    await expect(readSiteKey(file)).rejects.toThrow(`SITE_KEY_FILE: ${file} cannot be read`);
    await writeFile(file, 'short');
    await expect(readSiteKey(file)).rejects.toThrow(`SITE_KEY_FILE: ${file} has 5 bytes, not 32.`);
    await writeFile(file, Buffer.alloc(32, 7));
    expect(await readSiteKey(file)).toStrictEqual(Buffer.alloc(32, 7));
  });
});
