import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SERVICE = join(__dirname, '..');
const README = readFileSync(join(SERVICE, 'README.md'), 'utf8');
const [, FEATURES = ''] = README.split('## Features, each with its test');
const rows = FEATURES.split('\n## ', 1)[0]!
  .split('\n')
  .filter((line) => line.includes('.test.ts'));
const testsIn = (text: string): string[] => [...text.matchAll(/`(src\/[^`]+\.test\.ts)`/g)].map(([, path]) => path!);

it('the README names features, and tests that there are', () => {
  expect(rows.length).toBeGreaterThan(15);
  expect(testsIn(README).filter((path) => !existsSync(join(SERVICE, path)))).toStrictEqual([]);
});

it.each(rows.flatMap((row) => /BED-\d+/.exec(row)?.[0] ?? []))(
  '%s is named by each test that the README gives for it',
  (id) => {
    const [row = ''] = rows.filter((one) => one.includes(id));
    const silent = testsIn(row).filter((path) => !readFileSync(join(SERVICE, path), 'utf8').includes(id));
    expect({ tests: testsIn(row).length > 0, silent }).toStrictEqual({ tests: true, silent: [] });
  },
);
