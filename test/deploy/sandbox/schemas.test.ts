import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BASE, readKustomization } from '../kubernetes';

const TARGET = join(__dirname, '..', 'target');
const SCHEMAS = readdirSync(TARGET).find((name) => name.startsWith('kubernetes-validate')) ?? '';

/** The oldest that has everything which is used, and the newest that the schemas know. */
const VERSIONS = ['1.30', '1.37'];

function validate(files: readonly string[], version: string) {
  const args = ['-m', 'kubernetes_validate', '--strict', '-k', version, ...files];
  const env = { ...process.env, PYTHONPATH: join(TARGET, SCHEMAS) };
  const { status, stdout, stderr } = spawnSync('python3', args, { encoding: 'utf8', env, timeout: 120_000 });
  return { status, output: `${stdout}${stderr}` };
}

const files = readKustomization().resources.map((file) => join(BASE, file));

describe.each(VERSIONS)("Kubernetes' own schemas of %s", (version) => {
  it('know every resource of the base', () => {
    const { status, output } = validate(files, version);
    expect({ status, refused: output.split('\n').filter((line) => !/^INFO |^$/.test(line)) }).toStrictEqual({
      status: 0,
      refused: [],
    });
    expect(output.match(/passed for resource/g)?.length).toBe(24);
  });
});

describe('the schemas', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'flow-schemas-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['a field that there is not', 'readinessProbe:', 'readynessProbe:'],
    ['a value of another kind', 'replicas: 3', 'replicas: three'],
  ])('see %s', (_what, from, to) => {
    const text = readFileSync(join(BASE, 'beds.yaml'), 'utf8');
    const file = join(folder, 'beds.yaml');
    writeFileSync(file, text.replace(from, to));
    expect(text).toContain(from);
    expect(validate([file], '1.30').status).not.toBe(0);
  });
});
