import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copyContext } from '../context';
import { readDockerfile, said, type Stage } from '../dockerfile';
import { NOBODY, runInside, type Sandboxed } from './bubblewrap';

export interface Image {
  /** The root of its files, as a container would see them. */
  readonly files: string;
  /** Who its program runs as. */
  readonly user: number;
  readonly remove: () => void;
}

const TARGET = join(__dirname, '..', 'target');
export const NODE = join(TARGET, readdirSync(TARGET).find((name) => name.startsWith('node-')) ?? 'node-missing');

const own = (path: string): void => {
  if (NOBODY.uid !== undefined) chownSync(path, NOBODY.uid, NOBODY.gid);
};

/** A folder that whoever the sandbox runs as can write to. */
export function folderOfOurs(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `flow-${name}-`));
  own(folder);
  return folder;
}

function ownedAll(folder: string): void {
  own(folder);
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) own(join(folder, path));
}

/** This machine's programs and settings, to be read, with the Node of the Dockerfile before any other. */
const machine = (): Pick<Sandboxed, 'shows' | 'links'> => ({
  shows: [
    ['/usr', '/usr'],
    ['/etc', '/etc'],
    [NODE, '/node/node'],
  ],
  links: ['bin', 'lib', 'lib64', 'sbin'].map((name) => [`usr/${name}`, `/${name}`]),
});

/** What npm needs to reach the registry from here. */
const forNpm = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]): [string, string][] =>
      value !== undefined &&
      /^(https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|npm_config_registry)$/i.test(name)
        ? [[name, value]]
        : [],
    ),
  );

/** Carries out every RUN of the build stage, as it stands in the Dockerfile. */
function build(stage: Stage, places: { readonly build: string; readonly image: string; readonly data: string }): void {
  for (const step of said(stage, 'RUN')) {
    const inside: Sandboxed = {
      ...machine(),
      keeps: [
        [places.build, '/build'],
        [places.image, '/image'],
        [places.data, '/data'],
      ],
      user: 65532,
      folder: '/build',
      env: { PATH: '/node:/usr/bin:/bin', HOME: '/tmp', ...forNpm() },
    };
    const { status, output } = runInside(inside, ['sh', '-c', step]);
    if (status !== 0) throw new Error(`RUN ${step} failed:\n${output.slice(-2000)}`);
  }
}

/** The C libraries that the base image has: Debian's of the machine, where it has the same release. */
function libraries(): string[] {
  const told = execFileSync('dpkg-query', ['-L', 'libc6', 'libgcc-s1', 'libstdc++6'], { encoding: 'utf8' });
  return told.split('\n').filter((path) => /^(\/usr)?\/lib(64|\/[^/]+)\/[^/]+\.so[.\d]*$/.test(path));
}

/** A folder is moved, and everybody's to read. */
const put = (from: string, files: string, at: string): void => {
  const to = join(files, at);
  mkdirSync(dirname(to), { recursive: true });
  if (!statSync(from).isDirectory()) {
    cpSync(from, to);
    return;
  }
  renameSync(from, to);
  chmodSync(to, 0o755);
};

/** Where a container is given what is not in its image. */
export const MOUNTED = ['etc/patient-flow/hospital', 'etc/patient-flow/partners', 'run/secrets/tls'];

/** What COPY takes out of the build stage, put where the image has it; of the base, the C libraries and nothing else. */
function assemble(stage: Stage, from: Readonly<Record<string, string>>): string {
  const files = mkdtempSync(join(tmpdir(), 'flow-image-'));
  chmodSync(files, 0o755);
  for (const name of ['proc', 'dev', 'tmp', ...MOUNTED]) mkdirSync(join(files, name), { recursive: true });
  for (const library of libraries()) {
    mkdirSync(dirname(join(files, library)), { recursive: true });
    cpSync(library, join(files, library), { dereference: true });
  }
  for (const text of said(stage, 'COPY')) {
    const [, source = '', target = ''] = /(\S+) (\S+)$/.exec(text) ?? [];
    const found = from[source];
    if (found === undefined) throw new Error(`Nobody knows here what ${source} of COPY ${text} is.`);
    put(found, files, target);
  }
  return files;
}

/** Builds by the Dockerfile's own steps what its image would hold. */
export function buildImage(): Image {
  const { build: building, final } = readDockerfile();
  const places = { build: folderOfOurs('build'), image: folderOfOurs('files'), data: folderOfOurs('data') };
  const remove = (...folders: string[]) => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  };
  try {
    copyContext(places.build);
    ownedAll(places.build);
    build(building, places);
    const files = assemble(final, { '/image': places.image, '/data': places.data, '/usr/local/bin/node': NODE });
    const user = Number(said(final, 'USER')[0]?.split(':')[0]);
    return { files, user, remove: () => remove(files) };
  } finally {
    remove(...Object.values(places));
  }
}
