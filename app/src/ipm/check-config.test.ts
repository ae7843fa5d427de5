import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkConfig } from './check-config';

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'flow-partners-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, more: object = {}): string {
  const file = path.join(folder, `${name}.json`);
  const told = { name, listen: { port: 2575 }, hospitalNumber: { authority: 'RXX' }, ...more };
  writeFileSync(file, JSON.stringify(told));
  return file;
}

const check = async (...files: string[]) => {
  const { lines, inOrder } = await checkConfig(files);
  return { lines: lines.map((line) => line.replaceAll(`${folder}/`, '')), inOrder };
};

test('a file in order is told with its version and its places', async () => {
  writeFileSync(path.join(folder, 'places.csv'), 'ward,wardId\nE8,W8\nE9,W9\n');
  const { lines, inOrder } = await check(write('ipm', { location: { placesFile: 'places.csv' } }));
  expect([lines.length, inOrder]).toStrictEqual([1, true]);
  expect(lines[0]).toMatch(/^ipm\.json: in order \(version [0-9a-f]{12}, 2 places\)$/);
});

test('a file is checked beside the partners of the product, and told apart from the one in use', async () => {
  const inUse = mkdtempSync(path.join(folder, 'in-use-'));
  const told = { name: 'ipm', listen: { port: 2575 }, hospitalNumber: { authority: 'RXX' } };
  writeFileSync(path.join(inUse, 'ipm.json'), JSON.stringify(told));
  const same = await checkConfig([write('ipm', { ackMode: 'always-AA' })], inUse);
  expect(same.lines[0]).toMatch(/, 0 places; in use is version [0-9a-f]{12}\)$/);
  const { lines, inOrder } = await checkConfig([write('lab')], inUse);
  expect([inOrder, lines[0]]).toStrictEqual([false, expect.stringMatching(/2575 is the port of .*ipm\.json too$/)]);
  expect((await checkConfig([write('lab')], path.join(folder, 'nowhere'))).inOrder).toBe(true);
});

test('every fault of every file is told with file and field', async () => {
  writeFileSync(path.join(folder, 'places.csv'), 'ward,wardId\n,W8\n');
  const faulty = write('ipm', { ackMode: 'often', limits: { frameBytes: 7 }, location: { placesFile: 'places.csv' } });
  const { lines, inOrder } = await check(faulty, path.join(folder, 'none.json'), write('lab'));
  expect(inOrder).toBe(false);
  expect(lines.map((line) => line.split(': ').slice(0, 2).join(': '))).toStrictEqual([
    'ipm.json: limits.frameBytes',
    'ipm.json: ackMode',
    'ipm.json: places.csv line 2, column ward',
    'none.json: the file',
    expect.stringMatching(/^lab.json: in order/),
  ]);
});

test('two partners on one port are a fault of both', async () => {
  expect(await check(write('ipm'), write('lab'), write('pas', { listen: { port: 2576 } }))).toMatchObject({
    inOrder: false,
    lines: [
      'ipm.json: listen.port: 2575 is the port of lab.json too',
      'lab.json: listen.port: 2575 is the port of ipm.json too',
      expect.stringMatching(/^pas.json: in order/),
    ],
  });
});
