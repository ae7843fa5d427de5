import { verify, verifyingOf } from '@flow/app/audit/verify';
import { withProductGraph } from '@flow/app/commands/product-graph';
import { appConfig } from '@flow/app/product/app-config';
import { openSqlite } from '@flow/platform/engines/sqlite';
import { loadConfig } from '@flow/platform/config/load-config';
import { join } from 'node:path';
import { admissions } from '../product/adt';
import { newFolder, removeFolder, SMALL_HOSPITAL, startHere, type ProductHere } from '../product/product-here';

const WARD = '{ wardBoard(wardId: "W1") { beds { occupants { patient { id } family } } } }';

describe('npm run audit -- verify', () => {
  let folder: string;
  let here: ProductHere | undefined;
  beforeEach(async () => {
    folder = await newFolder();
    here = await startHere(folder);
    await here.tell(...admissions(2));
    await here.settled();
    const wes = await here.as('wes');
    for (let look = 0; look < 3; look += 1) await wes.ask(WARD);
  });
  afterEach(async () => {
    await here?.stop();
    await removeFolder(folder);
  });

  async function verified(...args: string[]) {
    const env = { NODE_ENV: 'development', DATA_DIR: folder, HOSPITAL_DIR: SMALL_HOSPITAL, LOG_LEVEL: 'silent' };
    const asking = { config: loadConfig(appConfig, env), env, role: 'ig-officer' } as const;
    return withProductGraph(asking, async (graph) => verify(graph, verifyingOf(['verify', ...args])));
  }
  /** What somebody could do who may write to the file but has not the key. */
  function tamper(sql: string): void {
    const sqlite = openSqlite(join(folder, 'events.db'), 'full');
    sqlite.exec(sql);
    sqlite.close();
  }
  const OF_AUDIT = "stream IN (SELECT id FROM streams WHERE name LIKE 'audit-%')";
  async function stopped(): Promise<void> {
    await here?.stop();
    here = undefined;
  }

  it('finds the audit as it was written, of a running product and of a stopped one', async () => {
    expect(await verified()).toMatchObject({ inOrder: true });
    await stopped();
    const { lines, inOrder } = await verified();
    expect([inOrder, lines.length]).toStrictEqual([true, 1]);
    expect(lines[0]).toMatch(/^\d+ entries in \d+ streams are as they were written\.$/);
  });

  it('says which entry was changed, and which was taken out', async () => {
    await stopped();
    tamper(`UPDATE events SET data = replace(data, '"wes"', '"ned"') WHERE revision = 0 AND ${OF_AUDIT}`);
    tamper(`DELETE FROM events WHERE revision = 1 AND ${OF_AUDIT}`);
    const { lines, inOrder } = await verified();
    expect(inOrder).toBe(false);
    expect(lines.map((line) => line.replace(/^audit-\d{4}-\d\d-\d\d-[\w-]+ /, ''))).toStrictEqual([
      'revision 0: CHANGED. It does not say what was written, or was not written by us.',
      'revision 2: MISSING. Entries before it are gone.',
      expect.stringMatching(/^2 faults in \d+ entries of \d+ streams\.$/),
    ]);
    expect(await verified('--to', '2020-01-01')).toStrictEqual({
      lines: ['0 entries in 0 streams are as they were written.'],
      inOrder: true,
    });
  });

  it('says in one line how it is used', () => {
    expect(() => verifyingOf([])).toThrow(/^Use: npm run audit -- verify/);
    expect(() => verifyingOf(['verify', '--since', 'x'])).toThrow(/^Use: npm run audit -- verify/);
    expect(() => verifyingOf(['verify', '--from', 'yesterday'])).toThrow(
      '--from yesterday: it may be a day of the calendar, such as 2026-01-31.',
    );
    expect(() => verifyingOf(['verify', '--from', '2026-02-01', '--to', '2026-01-31'])).toThrow(
      '--to 2026-01-31: it may be no day before --from 2026-02-01.',
    );
  });
});
