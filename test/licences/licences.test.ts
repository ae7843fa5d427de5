import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Licences that a hospital cannot take in: source-available ones, and copyleft that reaches over a network. */
const REFUSED = /elastic|sspl|server side public|agpl|affero|business source|busl|commons clause/i;

interface Package {
  readonly place: string;
  readonly licence: string;
}

function licenceOf(manifest: { license?: unknown; licenses?: unknown }): string {
  return JSON.stringify(manifest.license ?? manifest.licenses ?? 'none said');
}

/** Every package that the lock file can put on a machine, installed here or not. */
function locked(): Package[] {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { license?: unknown; link?: boolean }>;
  };
  return Object.entries(lock.packages)
    .filter(([place, entry]) => place.startsWith('node_modules/') && entry.link !== true)
    .map(([place, entry]) => ({ place, licence: entry.license === undefined ? installed(place) : licenceOf(entry) }));
}

function installed(place: string): string {
  const manifest = join(ROOT, place, 'package.json');
  return existsSync(manifest) ? licenceOf(JSON.parse(readFileSync(manifest, 'utf8')) as object) : 'not installed here';
}

/** Those of which nobody can say under what they come. */
const unsaid = (packages: readonly Package[]): Package[] =>
  packages.filter(({ licence }) => /none said|not installed here|see licen[cs]e in|unlicensed/i.test(licence));

const refused = (packages: readonly Package[]): Package[] => packages.filter(({ licence }) => REFUSED.test(licence));

describe('licences of everything that npm installs', () => {
  const packages = locked();

  it('looks at the whole tree', () => expect(packages.length).toBeGreaterThan(400));

  it('every package names its licence, and itself', () => expect(unsaid(packages)).toEqual([]));

  it.each(['not installed here', 'none said', 'SEE LICENSE IN LICENSE.txt', 'UNLICENSED'])(
    'sees a planted %s',
    (licence) => expect(unsaid([{ place: 'node_modules/planted', licence: JSON.stringify(licence) }])).toHaveLength(1),
  );

  it('none is Elastic, SSPL or AGPL', () => expect(refused(packages)).toEqual([]));

  it.each(['Elastic-2.0', 'SSPL-1.0', 'AGPL-3.0-only', 'BUSL-1.1'])('sees a planted %s', (licence) =>
    expect(refused([{ place: 'node_modules/planted', licence: JSON.stringify(licence) }])).toHaveLength(1),
  );
});
