import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf as environmentIn, readResources, settingsOf, workloadsOf } from '../kubernetes';
import { freePort } from '../../product/free-port';
import { certain } from '../../product/certain';
import { filesIn } from '../context';
import { environmentOf, execForm, readDockerfile, said, ROOT } from '../dockerfile';
import { runInside, startInside, type Sandboxed } from './bubblewrap';
import { givenToContainers } from './given';
import { buildImage, folderOfOurs, MOUNTED, type Image } from './image';

const { final } = readDockerfile();
const START = execForm(said(final, 'CMD')[0] ?? '');
/** Here on embedded engines, since a sandbox has no others. */
const OF_ENGINES = /^(KURRENTDB|KAFKA|MONGODB|SITE_KEY|INBOX_STORE|NODE_EXTRA)_/;
const HEALTH = execForm(said(final, 'HEALTHCHECK')[0] ?? '');

let image: Image | undefined;
const built = (): Image => {
  if (!image) throw new Error('Nothing was built.');
  return image;
};
beforeAll(() => {
  image = buildImage();
  process.stdout.write(
    'No container engine: the steps, the start command and the health check of deploy/Dockerfile are carried out by bubblewrap, as nobody, on read-only files.\n',
  );
}, 600_000);
afterAll(() => image?.remove());

describe('what is in the image', () => {
  const inProduct = () => filesIn(join(built().files, 'srv/patient-flow'));
  const ofOurs = () => inProduct().filter((path) => !path.startsWith('node_modules/'));

  it('is what was built, and nothing that it was built of', () => {
    expect(ofOurs()).toContain('app/dist/main.js');
    expect(ofOurs().filter((path) => !/(^package\.json|\/package\.json|\.js)$/.test(path))).toStrictEqual([]);
    expect(
      ofOurs().filter((path) => /\.(test|contract)\.|^engines\/|(^|\/)(src|test|testing)(\/|\.js$)/.test(path)),
    ).toStrictEqual([]);
  });

  it('says of its sources where a line stands, and not what is on it', () => {
    const text = readFileSync(join(built().files, 'srv/patient-flow/app/dist/main.js'), 'utf8');
    const map: unknown = JSON.parse(Buffer.from(text.split('base64,')[1] ?? '', 'base64').toString());
    expect(map).toMatchObject({ sources: [expect.stringContaining('app/src/main.ts')] });
    expect(map).not.toHaveProperty('sourcesContent');
  });

  it('has the packages of production alone', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const has = (name: string) =>
      existsSync(join(built().files, 'srv/patient-flow/node_modules', name, 'package.json'));
    expect(Object.keys(dependencies).filter((name) => !has(name))).toStrictEqual([]);
    // Types of express come with a package that production needs.
    expect(Object.keys(devDependencies).filter((name) => !name.startsWith('@types/') && has(name))).toStrictEqual([]);
  });
});

describe('the start command of the image', () => {
  let data: string;
  let given: string;
  beforeAll(() => (given = givenToContainers()));
  afterAll(() => rmSync(given, { recursive: true, force: true }));
  beforeEach(() => (data = folderOfOurs('data')));
  afterEach(() => rmSync(data, { recursive: true, force: true }));

  const sandbox = (env: Readonly<Record<string, string>>): Sandboxed => ({
    shows: [[built().files, '/'], ...MOUNTED.map((at) => [join(given, at), `/${at}`] as const)],
    keeps: [[data, '/var/lib/patient-flow']],
    user: built().user,
    folder: said(final, 'WORKDIR')[0] ?? '',
    env: {
      PATH: '/usr/local/bin',
      ...environmentOf(final),
      ...{ HOSPITAL_DIR: '/etc/patient-flow/hospital', PARTNERS_DIR: '/etc/patient-flow/partners' },
      ...{ OIDC_ISSUER: 'https://sign-in.invalid/realm', OIDC_AUDIENCE: 'patient-flow' },
      ...env,
      ...{ HOST: '127.0.0.1', SINGLE_NODE: env['SINGLE_NODE'] ?? 'true' },
    },
  });

  /** Starts it, has its own health check find it well, and stops it. */
  async function runs(env: Readonly<Record<string, string>>): Promise<void> {
    const inside = sandbox({ ...env, PORT: String(await freePort()) });
    expect(runInside(inside, HEALTH).status).toBe(1);
    const running = await startInside(inside, START);
    try {
      await certain('the health check finds it well', 60_000, () => {
        if (running.hasEnded()) throw new Error(`It has ended: ${running.output()}`);
        return runInside(inside, HEALTH).status === 0 ? true : undefined;
      });
      const asked = process.hrtime.bigint();
      expect(await running.stop()).toBe(0);
      expect(Number(process.hrtime.bigint() - asked) / 1e6).toBeLessThan(10_000);
    } finally {
      running.kill();
    }
  }

  it('starts the product, which its health check finds well, and which stops at SIGTERM within 10 s', async () =>
    runs({}));

  // A gateway alone waits for the others, and has no graph without them.
  it.each(['patients', 'beds', 'ipm'])('runs %s alone, over HTTPS, by the settings of the cluster', async (name) => {
    const resources = readResources();
    const workload = workloadsOf(resources)[name];
    const told = { ...settingsOf(resources), ...(workload && environmentIn(workload)) };
    await runs(Object.fromEntries(Object.entries(told).filter(([setting]) => !OF_ENGINES.test(setting))));
  });

  it('writes nowhere but in its data folder and /tmp, as nobody who may do anything', () => {
    const script = `const fs = require('fs');
      const tries = ['/srv/patient-flow/x', '/usr/local/bin/x', '/x', '/var/lib/patient-flow/x', '/tmp/x'];
      const may = tries.filter((path) => { try { fs.writeFileSync(path, ''); return true; } catch { return false; } });
      const status = fs.readFileSync('/proc/self/status', 'utf8');
      console.log(JSON.stringify({ may, uid: process.getuid(), caps: /CapEff:\\s+(\\w+)/.exec(status)[1] }));`;
    const { status, output } = runInside(sandbox({}), ['node', '-e', script]);
    expect({ status, output }).toMatchObject({ status: 0 });
    expect(JSON.parse(output)).toStrictEqual({
      may: ['/var/lib/patient-flow/x', '/tmp/x'],
      uid: built().user,
      caps: '0000000000000000',
    });
  });

  it('refuses a production without engines, in one sentence', async () => {
    const running = await startInside(sandbox({ PORT: '0', SINGLE_NODE: 'false' }), START);
    expect(await running.ended).toBe(1);
    expect(running.output()).toMatch(/SINGLE_NODE=true/);
  });
});
