import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(__dirname, '..', '..');

/** Where each service of the product answers the others, on this machine. People come to the gateway's PORT. */
const PORTS = { patients: 4101, beds: 4102, ipm: 4103 } as const;
type Inner = keyof typeof PORTS;
const INNER: readonly Inner[] = ['patients', 'beds', 'ipm'];

export interface ProductProcess {
  readonly service: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What each process of the product is told: one a service, that find each other by address and share the engines. */
export function productProcesses(engines: Readonly<Record<string, string>>, folder: string): readonly ProductProcess[] {
  const urlsFor = (service: string): string =>
    INNER.filter((name) => name !== service)
      .map((name) => `${name}=http://127.0.0.1:${PORTS[name]}`)
      .join(',');
  const told = (service: string) => ({
    ...{ ...engines, SERVICES: service, SERVICE_URLS: urlsFor(service), DATA_DIR: join(folder, service) },
  });
  return [
    ...INNER.map((service) => ({ service, env: { ...told(service), PORT: `${PORTS[service]}` } })),
    { service: 'gateway', env: told('gateway') },
  ];
}

/** Processes that are ended together: when one ends, the others are stopped. */
export interface RunningProcesses {
  /** Resolves with the exit code of the first that ended. */
  readonly ended: Promise<number>;
  /** Has all of them end by themselves, and resolves when they have. */
  stop(): Promise<void>;
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
  const children = processes.map(({ service, env: told }) => {
    const child = spawn(process.execPath, [join(ROOT, 'scripts', 'run.js'), 'app/main'], {
      cwd: ROOT,
      env: { ...env, ...told },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C at the terminal comes to this process alone, which then stops the others in order.
      detached: true,
    });
    follow(child, service, write);
    const gone = once(child, 'exit').then(([code]: (number | null)[]) => code ?? 1);
    return { child, gone };
  });
  return {
    ended: Promise.race(children.map(({ gone }) => gone)),
    async stop() {
      for (const { child } of children) child.kill('SIGTERM');
      await Promise.all(children.map(({ gone }) => gone));
    },
  };
}
