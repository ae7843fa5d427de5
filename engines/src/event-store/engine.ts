import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, RunningEngine, StartOptions } from '../engine';
import { killProcess, runningEngine, startProcess, untilItAnswers } from '../engine-process';
import { lastingPort } from '../lasting-port';
import type { Order } from './control';
import type { Faults } from './faults';

const ROOT = join(__dirname, '..', '..', '..');
const NAME = 'The stand-in for the event store';
const START_MS = 60_000;

export interface StandInOptions extends Pick<StartOptions, 'folder' | 'onBegun'> {
  /** A port for each node; one node unless given. */
  readonly ports?: readonly number[];
  /** Files of a key and a certificate, for TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** `user:password` that every call must bring. */
  readonly credentials?: string;
}

/** The stand-in in a process of its own, which can be told to misbehave. */
export interface RunningStandIn extends RunningEngine {
  readonly ports: readonly number[];
  /** From now on, these faults and no others. */
  misbehave(faults: Faults): Promise<void>;
  /** Resets every connection. */
  cut(): Promise<void>;
  /** Makes that node the leader. */
  lead(node: number): Promise<void>;
  /** Where it is told such things. */
  readonly control: string;
}

interface Serving {
  readonly pid: number;
  readonly ports: readonly number[];
  readonly control: number;
}

/** Where the process of that id serves; undefined before it does. */
function servingOf(folder: string, pid: number): Serving | undefined {
  try {
    const serving = JSON.parse(readFileSync(join(folder, 'serving.json'), 'utf8')) as Serving;
    return serving.pid === pid ? serving : undefined;
  } catch {
    return undefined;
  }
}

const order = async (control: number, body: Order): Promise<void> => {
  const { ok } = await fetch(`http://127.0.0.1:${control}`, { method: 'POST', body: JSON.stringify(body) });
  if (!ok) throw new Error(`${NAME} did not take an order.`);
};

function urlOf(ports: readonly number[], { tls, credentials }: StandInOptions): string {
  const user = credentials === undefined ? '' : `${credentials}@`;
  const hosts = ports.map((port) => `127.0.0.1:${port}`).join(',');
  return `esdb://${user}${hosts}?tls=${String(tls !== undefined)}`;
}

/** Starts it, built first where it is out of date. */
export async function startStandIn(options: StandInOptions): Promise<RunningStandIn> {
  const { folder, ports, tls, credentials, onBegun } = options;
  mkdirSync(folder, { recursive: true });
  const log = join(folder, 'stand-in.log');
  const wanted = ports ?? [await lastingPort()];
  const args = ['--folder', folder, '--ports', wanted.join(',')];
  if (tls) args.push('--key', tls.key, '--cert', tls.cert);
  if (credentials !== undefined) args.push('--credentials', credentials);
  const script = [join(ROOT, 'scripts', 'run.js'), 'engines/event-store/main'];
  const pid = startProcess({ name: NAME, command: process.execPath, args: [...script, ...args], folder: ROOT, log });
  onBegun?.(runningEngine(urlOf(wanted, options), pid, log));
  await untilItAnswers({
    ...{ name: NAME, log, pid, withinMs: START_MS },
    answers: async () => Promise.resolve(servingOf(folder, pid) !== undefined),
  });
  const serving = servingOf(folder, pid);
  if (!serving) {
    killProcess(pid);
    throw new Error(`${NAME} serves nowhere.`);
  }
  const { control } = serving;
  return {
    ...runningEngine(urlOf(serving.ports, options), pid, log),
    ports: serving.ports,
    misbehave: async (faults) => order(control, { do: 'faults', faults }),
    cut: async () => order(control, { do: 'cut' }),
    lead: async (node) => order(control, { do: 'lead', node }),
    control: `http://127.0.0.1:${control}`,
  };
}

/** What stands in for EventStoreDB, which no package registry has. Its url is what KURRENTDB_URL holds. */
export const eventStoreStandIn: Engine = {
  name: 'event-store',
  what: 'a stand-in for EventStoreDB (ours, for tests)',
  async install(report) {
    report('The stand-in for the event store is in this checkout.');
    return Promise.resolve();
  },
  start: async ({ folder, port, onBegun }) =>
    startStandIn({ folder, onBegun, ...(port === undefined ? {} : { ports: [port] }) }),
};
