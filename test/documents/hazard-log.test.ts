import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './pages';

const text = readFileSync(join(ROOT, 'docs', 'safety', 'hazard-log.md'), 'utf8');

const SEVERITIES = ['Minor', 'Significant', 'Considerable', 'Major', 'Catastrophic'];
const MATRIX: Readonly<Record<string, readonly number[]>> = {
  'Very high': [3, 4, 4, 5, 5],
  High: [2, 3, 3, 4, 5],
  Medium: [2, 2, 3, 3, 4],
  Low: [1, 2, 2, 3, 4],
  'Very low': [1, 1, 2, 2, 3],
};
const FIELDS = [
  'Cause',
  'Effect',
  'Harm',
  'Initial rating',
  'Design controls',
  'Test controls',
  'Training and process',
  'Residual rating',
  'Owner',
  'Status',
];

const hazards = text
  .split(/^### /m)
  .slice(1)
  .map((section) => ({
    id: /^HAZ-\d\d/.exec(section)?.[0] ?? '',
    fields: new Map([...section.matchAll(/^- ([A-Z][\w ]+): (.+)$/gm)].map(([, name = '', told = '']) => [name, told])),
  }));

it('prints the matrix that it rates by', () => {
  for (const [likelihood, ratings] of Object.entries(MATRIX)) {
    const row = new RegExp(`^\\| ${likelihood} +\\| ${ratings.join(' +\\| ')} `, 'm');
    expect(text).toMatch(row);
  }
});

it('has hazards with ids in order', () =>
  expect(hazards.map(({ id }) => id)).toStrictEqual(
    hazards.map((_, index) => `HAZ-${String(index + 1).padStart(2, '0')}`),
  ));

describe.each(hazards)('$id', ({ fields }) => {
  it('has every field', () => expect([...fields.keys()]).toStrictEqual(FIELDS));

  it.each(['Initial rating', 'Residual rating'])('has the %s of the matrix', (name) => {
    const [, severity = '', likelihood = '', rating] = /^(\w+) × ([\w ]+) = (\d)$/.exec(fields.get(name) ?? '') ?? [];
    expect(MATRIX[likelihood]?.[SEVERITIES.indexOf(severity)]).toBe(Number(rating));
  });

  it('names a test for its controls', () => expect(fields.get('Test controls')).toMatch(/\.test\.ts` › /));
});
