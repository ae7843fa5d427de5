import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** Nobody: where the tests themselves run as root, the sandbox does not. */
export const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

export interface Sandboxed {
  /** From the machine's files to a place inside that can be read alone. Parents before what lies in them. */
  readonly shows: readonly (readonly [from: string, to: string])[];
  /** To a place inside that can be written to. */
  readonly keeps: readonly (readonly [from: string, to: string])[];
  readonly links?: readonly (readonly [to: string, at: string])[];
  readonly user: number;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Every namespace of its own but the network's, no capability, no environment but what is told, and /tmp in memory. */
function argumentsOf({ shows, keeps, links = [], user, folder, env }: Sandboxed): string[] {
  return [
    ...['--unshare-all', '--share-net', '--die-with-parent', '--new-session', '--clearenv', '--as-pid-1'],
    ...['--cap-drop', 'ALL', '--uid', String(user), '--gid', String(user)],
    ...shows.flatMap(([from, to]) => ['--ro-bind', from, to]),
    ...links.flatMap(([to, at]) => ['--symlink', to, at]),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
    ...keeps.flatMap(([from, to]) => ['--bind', from, to]),
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--chdir', folder],
  ];
}

export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

export function runInside(sandbox: Sandboxed, command: readonly string[]): Ran {
  const options = { encoding: 'utf8', timeout: 300_000, maxBuffer: 1 << 26, ...NOBODY } as const;
  const { status, stdout, stderr, error } = spawnSync('bwrap', [...argumentsOf(sandbox), ...command], options);
  return { status, output: `${stdout}${stderr}${error?.message ?? ''}` };
}

export interface RunningInside {
  output(): string;
  hasEnded(): boolean;
  /** SIGTERM to the program itself, as a container engine sends it. Resolves to its exit code. */
  stop(): Promise<number | null>;
  /** Whatever still runs. */
  kill(): void;
  /** Resolves to its exit code. */
  readonly ended: Promise<number | null>;
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

/** The id, on this machine, of the program that is process 1 inside. */
async function programOf(child: ChildProcess): Promise<number> {
  const told = await textOf(child.stdio[3] as Readable);
  const id = /"child-pid": (\d+)/.exec(told)?.[1];
  if (id === undefined) throw new Error(`The sandbox did not start: ${told}`);
  return Number(id);
}

export async function startInside(sandbox: Sandboxed, command: readonly string[]): Promise<RunningInside> {
  const child = spawn('bwrap', [...argumentsOf(sandbox), '--info-fd', '3', ...command], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    ...NOBODY,
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
  const program = await programOf(child);
  return {
    output: () => output,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended,
    async stop() {
      process.kill(program, 'SIGTERM');
      return ended;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
