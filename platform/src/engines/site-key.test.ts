import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperatorError } from '../values/operator-error';
import { openEmbeddedEngines } from './embedded-engines';
import { SITE_KEY_BYTES } from './site-key';

describe('the site key of a data folder', () => {
  let folder: string;
  let key: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'site-key-'));
    key = join(folder, 'site.key');
    await (await openEmbeddedEngines({ folder })).close();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['is missing', () => rmSync(key)],
    ['has 7 bytes, not 32', () => truncateSync(key, 7)],
    ['is not the key that this data folder was written with', () => writeFileSync(key, Buffer.alloc(SITE_KEY_BYTES))],
  ])('%s: whoever starts it is told so', async (told, spoil) => {
    spoil();
    const opening = openEmbeddedEngines({ folder });
    await expect(opening).rejects.toBeInstanceOf(OperatorError);
    await expect(opening).rejects.toThrow(`${key} ${told}`);
  });
});
