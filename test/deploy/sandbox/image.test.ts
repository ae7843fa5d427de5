import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../product/free-port';
import { certain } from '../../product/certain';
import { filesIn } from '../context';
import { environmentOf, execForm, readDockerfile, said, ROOT } from '../dockerfile';
import { runInside, startInside, type Sandboxed } from './bubblewrap';
import { buildImage, folderOfOurs, type Image } from './image';

const { final } = readDockerfile();
const START = execForm(said(final, 'CMD')[0] ?? '');
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
});
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
  let hospital: string;
  beforeEach(() => {
    data = folderOfOurs('data');
    hospital = folderOfOurs('hospital');
    cpSync(join(ROOT, 'demo/hospital'), hospital, { recursive: true });
  });
  afterEach(() => [data, hospital].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  const sandbox = (env: Readonly<Record<string, string>>): Sandboxed => ({
    shows: [
      [built().files, '/'],
      [hospital, '/run'],
    ],
    keeps: [[data, '/var/lib/patient-flow']],
    user: built().user,
    folder: said(final, 'WORKDIR')[0] ?? '',
    env: {
      PATH: '/usr/local/bin',
      ...environmentOf(final),
      ...{ HOST: '127.0.0.1', HOSPITAL_DIR: '/run', SINGLE_NODE: 'true' },
      ...{
        OIDC_ISSUER: 'https://sign-in.invalid/realm',
        OIDC_AUDIENCE: 'patient-flow',
        IPM_PORT: '0',
        CORPORA_PORT: '0',
      },
      ...env,
    },
  });

  it('starts the product, which the health check finds well, and which stops at SIGTERM within 10 s', async () => {
    const port = await freePort();
    const inside = sandbox({ PORT: String(port) });
    expect(runInside(inside, HEALTH).status).toBe(1);
    const running = await startInside(inside, START);
    try {
      const health = await certain('the product answers', 60_000, async () =>
        running.hasEnded()
          ? Promise.reject(new Error(`It has ended: ${running.output()}`))
          : fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined),
      );
      expect(health.status).toBe(200);
      expect(runInside(inside, HEALTH)).toStrictEqual({ status: 0, output: '' });
      const asked = process.hrtime.bigint();
      expect(await running.stop()).toBe(0);
      expect(Number(process.hrtime.bigint() - asked) / 1e6).toBeLessThan(10_000);
    } finally {
      running.kill();
    }
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
