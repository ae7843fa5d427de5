import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const PREFLIGHT = join(ROOT, 'scripts', 'preflight.js');

/** What the script says of a machine, asked of it in a process of its own as a start does. */
function saidOf(facts: object): string {
  const script = `process.stdout.write(String(require(${JSON.stringify(PREFLIGHT)}).unsupported(${JSON.stringify(facts)})))`;
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout;
}

const linux = { node: '22.4.0', platform: 'linux', glibc: true };

it.each([
  [{ ...linux, node: '18.20.4' }, 'Node 18.20.4 is too old: patient-flow needs Node 20.19 or later. Install'],
  [{ ...linux, node: '20.18.3' }, 'Node 20.18.3 is too old'],
  [{ ...linux, node: '8.0.0', platform: 'win32' }, 'Node 8.0.0 is too old'],
  [{ ...linux, platform: 'win32', glibc: false }, 'Windows is not supported'],
  [{ ...linux, glibc: false }, 'This Linux uses musl (Alpine?)'],
])('%j is refused in one line with the remedy', (facts, line) => {
  const said = saidOf(facts);
  expect(said).toContain(line);
  expect(said).toMatch(/^[^\n]*(Use|Install) [^\n]*\.$/);
});

it.each([[linux], [{ ...linux, node: '20.19.0' }], [{ ...linux, node: '24.1.0', platform: 'darwin', glibc: false }]])(
  '%j is supported',
  (facts) => expect(saidOf(facts)).toBe('undefined'),
);

it('is the first that a start reads, in words that an old Node knows', () => {
  const run = readFileSync(join(ROOT, 'scripts', 'run.js'), 'utf8');
  expect(run.indexOf('./preflight')).toBeLessThan(run.indexOf('./build'));
  for (const text of [run, readFileSync(PREFLIGHT, 'utf8')])
    expect(text.replace(/'[^'\n]*'|\/\/.*|\/\*\*.*\*\//g, '')).not.toMatch(/=>|\bconst\b|\blet\b|`|\?\.|\?\?/);
});
