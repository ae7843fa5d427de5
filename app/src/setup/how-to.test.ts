import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bayRow, bedRow, locationRow, siteRow, userRow, wardRow } from './hospital-files';

const HOW_TO = readFileSync(join(__dirname, '../../../docs/how-to/set-up-a-hospital.md'), 'utf8');

function partOf(file: string): string {
  const [, part = ''] = HOW_TO.split(`## ${file}\n`);
  return part.split('\n## ')[0] ?? '';
}

it.each([
  ['sites.csv', siteRow],
  ['wards.csv', wardRow],
  ['bays.csv', bayRow],
  ['beds.csv', bedRow],
  ['location-map.csv', locationRow],
  ['users.csv', userRow],
] as const)('the how-to names every column of %s, and its example is one', (file, shape) => {
  const part = partOf(file);
  const columns = [...part.matchAll(/^\| `(\w+)`/gm)].map(([, column]) => column);
  const [header = '', row = ''] = (part.split('```csv\n')[1] ?? '').split('\n');
  expect(columns).toStrictEqual(Object.keys(shape.shape));
  expect(header.split(',')).toStrictEqual(columns);
  const cells = row.split(',');
  expect(
    shape.safeParse(Object.fromEntries(columns.map((column, index) => [column, cells[index]]))).error,
  ).toBeUndefined();
});
