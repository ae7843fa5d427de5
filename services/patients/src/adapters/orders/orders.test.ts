import { openTestEngines } from '@flow/platform/engines/testing';
import type { Engines } from '@flow/platform/engines/engines';
import { instant } from '@flow/platform/time/instant';
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErasureOrders } from '../../application/ports';
import type { ErasureOrder } from '../../domain/erasure';
import { patientId } from '../../domain/ids';
import { documentOrders } from './document-orders';
import { inEveryPlace } from './every-place';
import { fileOrders } from './file-orders';

const orderOf = (last: number): ErasureOrder => {
  const id = patientId(`00000000-0000-4000-8000-${String(last).padStart(12, '0')}`);
  const at = instant('2026-01-31T12:00:00.000Z');
  return { patientId: id, patientIds: [id], claims: ['hmac'], reason: 'COURT_ORDER', by: 'iggy', at };
};
const [first, second, third] = [orderOf(1), orderOf(2), orderOf(3)];

describe('orders of erasures', () => {
  let engines: Engines;
  let folder: string;
  let file: string;
  beforeEach(async () => {
    engines = await openTestEngines();
    folder = await mkdtemp(join(tmpdir(), 'flow-orders-'));
    file = join(folder, 'erasures.log');
  });
  afterEach(async () => {
    await engines.close();
    await rm(folder, { recursive: true });
  });

  it.each<[string, () => Promise<ErasureOrders>]>([
    ['a file', () => Promise.resolve(fileOrders(file))],
    ['documents', () => documentOrders(engines.documents)],
  ])('are in %s once, in whatever way they were kept, also for whoever opens it later', async (_, open) => {
    const orders = await open();
    expect(await orders.all()).toStrictEqual([]);
    await Promise.all([first, second, first].map((order) => orders.keep(order)));
    await (await open()).keep(second);
    expect([...(await (await open()).all())].sort((a, b) => (a.patientId < b.patientId ? -1 : 1))).toStrictEqual([
      first,
      second,
    ]);
  });

  it('are known from any place, and each place gets what only another had', async () => {
    const [one, other] = [fileOrders(file), await documentOrders(engines.documents)];
    await one.keep(first);
    await other.keep(second);
    const both = inEveryPlace([one, other]);
    expect(await both.all()).toStrictEqual([first, second]);
    await both.keep(third);
    for (const place of [one, other]) expect(await place.all()).toHaveLength(3);
  });

  it('are lines that only their owner reads, and that say nothing but ids and codes', async () => {
    await fileOrders(file).keep(first);
    expect(await readFile(file, 'utf8')).toBe(
      `{"format":1,"patientId":"${first.patientId}","patientIds":["${first.patientId}"],` +
        '"claims":["hmac"],"reason":"COURT_ORDER","by":"iggy","at":"2026-01-31T12:00:00.000Z"}\n',
    );
    expect((await stat(file)).mode & 0o077).toBe(0);
  });

  it.each([
    ['cut off by a crash', (line: string) => `{"format":1,"patientId":"${line.length}`],
    ['without its end', (line: string) => line.trimEnd()],
  ])('go on after a last line that was %s', async (_, torn) => {
    await fileOrders(file).keep(first);
    const whole = await readFile(file, 'utf8');
    await writeFile(
      file,
      torn(whole).startsWith('{"format":1,"patientId":"0') ? torn(whole) : `${whole}${torn(whole)}`,
    );
    await fileOrders(file).keep(second);
    expect(await fileOrders(file).all()).toStrictEqual([first, second]);
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it.each(['garbage', '{"format":2}', '{"format":1}', '[]'])(
    'are refused with file and line where one is %s',
    async (line) => {
      await fileOrders(file).keep(first);
      await appendFile(file, `\n${line}\n`);
      const told = `${file}, line 3 is no order of an erasure. Put it right, or take the line out.`;
      await expect(fileOrders(file).all()).rejects.toThrow(told);
      await expect(fileOrders(file).keep(second)).rejects.toThrow(told);
    },
  );
});
