import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Two copies of graphql in a process do not know each other's types. */
it('the tree holds one copy of graphql', () => {
  const lock = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package-lock.json'), 'utf8')) as {
    packages: Record<string, unknown>;
  };
  expect(Object.keys(lock.packages).filter((place) => /(^|\/)node_modules\/graphql$/.test(place))).toEqual([
    'node_modules/graphql',
  ]);
});
