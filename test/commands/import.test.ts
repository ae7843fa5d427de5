import { withProductGraph } from '@flow/app/commands/product-graph';
import { appConfig } from '@flow/app/product/app-config';
import { importHospital, type Importing } from '@flow/app/setup/import-hospital';
import { readHospital } from '@flow/app/setup/read-hospital';
import { loadConfig } from '@flow/platform/config/load-config';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { admissions, adt } from '../product/adt';
import type { Asking } from '../product/asking';
import { certain } from '../product/certain';
import { newFolder, removeFolder, SMALL_HOSPITAL, startHere, type ProductHere } from '../product/product-here';

interface WaitingAnswer {
  readonly wardBoard: { readonly ward: { readonly counts: { readonly waiting: number } } };
}

describe('an import of a hospital’s files', () => {
  let folder: string;
  let files: string;
  let here: ProductHere;
  beforeAll(async () => {
    folder = await newFolder();
    here = await startHere(folder);
    await here.tell(...admissions(2));
    await here.settled();
  });
  beforeEach(async () => {
    files = await newFolder();
    await cp(SMALL_HOSPITAL, files, { recursive: true });
  });
  afterEach(() => removeFolder(files));
  afterAll(async () => {
    await here.stop();
    await removeFolder(folder);
  });

  async function importing(over: Partial<Importing> = {}): Promise<readonly string[]> {
    const said: string[] = [];
    const env = { NODE_ENV: 'development', DATA_DIR: folder };
    const how = {
      files: { from: files, kept: join(folder, 'hospital') },
      dryRun: false,
      confirm: () => Promise.resolve(true),
      say: (line: string) => void said.push(line),
      ...over,
    };
    await withProductGraph({ config: loadConfig(appConfig, env), env, role: 'administrator' }, async (graph) =>
      importHospital(graph, readHospital(files), how),
    );
    return said;
  }
  async function change(file: string, how: (text: string) => string): Promise<void> {
    await writeFile(join(files, file), how(await readFile(join(files, file), 'utf8')));
  }
  const totals = async () =>
    (await here.as('bea')).ask<{ readonly hospitalBoard: { readonly totals: { readonly beds: number } } }>(
      '{ hospitalBoard { totals { beds } } }',
    );

  it('says that there is nothing to change where it is so', async () => {
    expect(await importing()).toStrictEqual(['Nothing to change.']);
  });

  it('says in a dry run what would be otherwise, and changes nothing', async () => {
    await change('beds.csv', (text) =>
      text
        .replace('Bed 3', 'Window')
        .replace(/^W2-10.*\n/m, '')
        .concat('W1-11,W1,W1-2,Bed 11,bay,core,no,no,no,no\n'),
    );
    await change('location-map.csv', (text) => text.replace(/^.*W2-10\n/m, ''));
    const said = await importing({ dryRun: true });
    expect(said.slice(0, 4)).toStrictEqual([
      'beds.csv: 1 new, 1 changed, 1 gone',
      '  ~ W1-03  name: Bed 3 → Window',
      '  + W1-11',
      '  - W2-10',
    ]);
    expect(said.at(-1)).toMatch(/^A dry run: \d+ changes would be made, and nothing was changed\.$/);
    expect((await importing({ confirm: () => Promise.resolve(false) })).at(-1)).toBe('Nothing was changed.');
    expect(await totals()).toStrictEqual({ hospitalBoard: { totals: { beds: 20 } } });
  });

  it('is refused whole, with file and line, where a bed with a patient would go or move', async () => {
    await change('beds.csv', (text) =>
      text
        .replace(/^W1-01.*\n/m, '')
        .replace('W1-02,W1,W1-1,', 'W1-02,W2,W2-1,')
        .replace('Bed 3', 'Window'),
    );
    await change('location-map.csv', (text) => text.replace(/^.*W1-0[12]\n/gm, ''));
    await expect(importing()).rejects.toThrow(
      [
        'The product does not take this; nothing was changed:',
        '  beds.csv:2: bed W1-02: Somebody is in the bed.',
        '  beds.csv:1: bed W1-01 is no longer in the file, and cannot go: Somebody is in the bed.',
      ].join('\n'),
    );
    expect(await totals()).toStrictEqual({ hospitalBoard: { totals: { beds: 20 } } });
  });

  it('takes another location map without a restart, and reads again what waited for a place', async () => {
    const waiting = async () => {
      const { wardBoard } = await (
        await here.as('bea')
      ).ask<WaitingAnswer>('{ wardBoard(wardId: "W2") { ward { counts { waiting } } } }');
      return wardBoard.ward.counts.waiting;
    };
    await here.tell(adt('A01', { controlId: 'M9', patient: 9, at: ['W9', ''], when: '20260101090000' }));
    await here.settled();
    expect(await waiting()).toBe(0);
    await change('location-map.csv', (text) =>
      text.concat('ipm,W9,,,W2,,\n').replace('ipm,W1,,10,W1,W1-2,W1-10', 'ipm,W1,,10,W1,W1-2,W1-09'),
    );
    expect(await importing()).toStrictEqual([
      'location-map.csv: 1 new, 1 changed, 0 gone',
      '  ~ ipm W1  10  place: W1 W1-2 W1-10 → W1 W1-2 W1-09',
      '  + ipm W9',
      'Taken: the location map.',
    ]);
    await certain('the patient waits in the ward', 20_000, async () => ((await waiting()) === 1 ? true : undefined));
    expect(await importing()).toStrictEqual(['Nothing to change.']);
    await change('location-map.csv', (text) => text.replace('ipm,W9', 'nobody,W9'));
    await expect(importing()).rejects.toThrow(/location-map\.csv:\d+: nobody: There is no such partner\.$/);
    await cp(SMALL_HOSPITAL, files, { recursive: true });
    expect((await importing()).at(-1)).toBe('Taken: the location map.');
  });

  it('takes the users while the product runs: in force at once, and after a restart', async () => {
    const REFUSED = 'not yours to see';
    const boardOfW2 = async (asking: Asking): Promise<unknown> =>
      asking.ask('{ wardBoard(wardId: "W2") { ward { code } } }');
    const W2 = { wardBoard: { ward: { code: 'W2' } } };
    const wes = await here.as('wes');
    await expect(boardOfW2(wes)).rejects.toThrow(REFUSED);
    await change('users.csv', (text) =>
      text.replace(/^wes,.*$/m, 'wes,Wes Clerk,ward-clerk,*,W2,*').concat('uma,Uma New,ward-clerk,*,W1,*\n'),
    );
    const differences = ['users.csv: 1 new, 1 changed, 0 gone', '  ~ wes  wards: W1 → W2', '  + uma'];
    expect(await importing({ dryRun: true })).toStrictEqual([
      ...differences,
      'A dry run: 2 changes would be made, and nothing was changed.',
    ]);
    await expect(boardOfW2(wes)).rejects.toThrow(REFUSED);
    expect(await importing()).toStrictEqual([...differences, 'Taken: the users.']);
    expect(await boardOfW2(wes)).toStrictEqual(W2);
    await expect(boardOfW2(await here.as('uma'))).rejects.toThrow(REFUSED);
    expect(await importing()).toStrictEqual(['Nothing to change.']);
    await here.stop();
    here = await startHere(folder);
    expect(await boardOfW2(await here.as('wes'))).toStrictEqual(W2);
  });

  it('takes the users while the product is stopped, and leaves an administrator', async () => {
    await here.stop();
    expect(await importing({ dryRun: true })).toContain('users.csv: 0 new, 1 changed, 1 gone');
    expect((await importing()).at(-1)).toBe('Taken: the users.');
    expect(await importing()).toStrictEqual(['Nothing to change.']);
    await change('users.csv', (text) => text.replace(/^ada,.*\n/m, ''));
    await expect(importing()).rejects.toThrow('users.csv:1: Somebody has to be left who is an administrator.');
    here = await startHere(folder);
    expect((await here.as('uma')).token).toBeUndefined();
    expect(await (await here.as('wes')).ask('{ wardBoard(wardId: "W1") { ward { code } } }')).toStrictEqual({
      wardBoard: { ward: { code: 'W1' } },
    });
  });

  it('takes the estate of a large trust in one request and one append, and the same again changes nothing', async () => {
    const rows = Array.from({ length: 1_500 }, (_, index) => {
      const [ward, bed] = [index % 2 === 0 ? 'W1' : 'W2', `X-${index}`];
      return `${bed},${ward},${ward}-1,Bed ${index},${index % 9 === 0 ? 'side-room' : 'bay'},core,yes,no,no,yes\n`;
    });
    await change('beds.csv', (text) => text.concat(...rows));
    expect((await importing()).filter((line) => !line.startsWith('  '))).toStrictEqual([
      'beds.csv: 1500 new, 0 changed, 0 gone',
      'Taken: the estate.',
    ]);
    expect(await totals()).toStrictEqual({ hospitalBoard: { totals: { beds: 1_520 } } });
    expect(await importing()).toStrictEqual(['Nothing to change.']);
  });
});
