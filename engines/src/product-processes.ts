import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { lastingPort } from './lasting-port';

const ROOT = join(__dirname, '..', '..');
/** Of what is built, since Node loads it as it is. */
const END_WITH_STARTER = join(ROOT, 'engines', 'dist', 'start', 'end-with-starter.js');

const INNER = ['patients', 'beds', 'ipm'] as const;

/** Where each service of the product answers the others, on this machine. People come to the gateway's PORT. */
export type InnerPorts = Readonly<Record<(typeof INNER)[number], number>>;

/** Ports that are free now, so that several checkouts can run beside each other. */
export async function innerPorts(): Promise<InnerPorts> {
  const found = new Set<number>();
  while (found.size < INNER.length) found.add(await lastingPort());
  const [patients = 0, beds = 0, ipm = 0] = found;
  return { patients, beds, ipm };
}

export interface ProductProcess {
  readonly service: string;
  /** What Node is given. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What each process of the product is told: one a service, that find each other by address and share the engines. */
export function productProcesses(
  engines: Readonly<Record<string, string>>,
  folder: string,
  ports: InnerPorts,
): readonly ProductProcess[] {
  const args = ['--require', END_WITH_STARTER, join(ROOT, 'scripts', 'run.js'), 'app/main'];
  const urlsFor = (service: string): string =>
    INNER.filter((name) => name !== service)
      .map((name) => `${name}=http://127.0.0.1:${ports[name]}`)
      .join(',');
  const told = (service: string) => ({
    ...{ ...engines, SERVICES: service, SERVICE_URLS: urlsFor(service), DATA_DIR: join(folder, service) },
  });
  return [
    ...INNER.map((service) => ({ service, args, env: { ...told(service), PORT: `${ports[service]}` } })),
    { service: 'gateway', args, env: told('gateway') },
  ];
}

/** The first that ended, and how. */
export interface Ended {
  readonly service: string;
  /** For people: "was ended by SIGKILL". */
  readonly how: string;
  readonly code: number;
}

/** Processes that are ended together: when one ends, the others are to be stopped. */
export interface RunningProcesses {
  readonly ended: Promise<Ended>;
  /** Has all of them end by themselves, and resolves when they have. */
  stop(): Promise<void>;
}

async function endOf(child: ChildProcess, service: string): Promise<Ended> {
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.once('exit', (...end) => resolve(end));
  });
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  return { service, how, code: code ?? 1 };
}

function follow(child: ChildProcess, service: string, write: (line: string) => void): void {
  for (const output of [child.stdout, child.stderr]) {
    if (output) createInterface({ input: output }).on('line', (line) => write(`${service.padEnd(9)}${line}`));
  }
}

/** Starts the processes, and writes what they say behind the name of their service. */
export function startProcesses(
  processes: readonly ProductProcess[],
  env: Readonly<Record<string, string | undefined>>,
  write: (line: string) => void,
): RunningProcesses {
  const children = processes.map(({ service, args, env: told }) => {
    const child = spawn(process.execPath, [...args], {
      cwd: ROOT,
      env: { ...env, ...told },
      // Nothing is said by the channel: that it closes tells that this process is gone.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C at the terminal comes to this process alone, which then stops the others in order.
      detached: true,
    });
    follow(child, service, write);
    return { child, gone: endOf(child, service) };
  });
  return {
    ended: Promise.race(children.map(({ gone }) => gone)),
    async stop() {
      for (const { child } of children) child.kill('SIGTERM');
      await Promise.all(children.map(({ gone }) => gone));
    },
  };
}
