import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Engine, Report, StartOptions } from '../engine';
import { runningEngine, startProcess, untilItAnswers } from '../engine-process';
import { lastingPort } from '../lasting-port';
import { madeBeside } from '../made-beside';
import { CACHE, fetchJars, requirePrograms, runToEnd, type Jars } from '../maven';

const NAME = 'mongo-java-server 1.47.0, a stand-in for MongoDB';
const JARS: Jars = {
  name: 'mongo-java-server-1.47.0',
  artifacts: ['de.bwaldvogel:mongo-java-server-h2-backend:1.47.0'],
};
const MAIN = 'flow.StandIn';
/** From here and from where this is built to. */
const SOURCE = join(__dirname, '..', '..', 'src', 'mongodb', 'StandIn.java');
const START_MS = 60_000;
const ANSWER_MS = 2000;

const isThere = async (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Fetches and compiles what is missing, and gives the class path. */
async function install(report: Report): Promise<string> {
  requirePrograms(NAME, ['java']);
  const jars = await fetchJars(JARS, report);
  const version = createHash('sha256')
    .update(await readFile(SOURCE))
    .digest('hex')
    .slice(0, 12);
  const classes = join(CACHE, `${JARS.name}-${version}`);
  if (!(await isThere(join(classes, 'flow', 'StandIn.class')))) {
    requirePrograms(NAME, ['javac']);
    report('Compiling the stand-in for MongoDB.');
    const lint = ['-Xlint:all', '-Werror'];
    await madeBeside(classes, async (into) => {
      await runToEnd(`Compiling ${SOURCE}`, 'javac', [...lint, '-cp', jars, '-d', into, SOURCE]);
    });
  }
  return `${classes}:${jars}`;
}

async function answers(url: string): Promise<boolean> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: ANSWER_MS, socketTimeoutMS: ANSWER_MS });
  try {
    await client.db('admin').command({ ping: 1 });
    return true;
  } catch {
    return false;
  } finally {
    await client.close().catch(() => undefined);
  }
}

async function start({ folder, port, onBegun }: StartOptions) {
  const classes = await install(() => undefined);
  await mkdir(folder, { recursive: true });
  const log = join(folder, 'mongodb-stand-in.log');
  const listening = port ?? (await lastingPort());
  const url = `mongodb://127.0.0.1:${listening}`;
  const java = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', classes];
  const args = [...java, MAIN, join(folder, 'documents.mv'), String(listening)];
  const pid = startProcess({ name: NAME, command: 'java', args, folder, log });
  const running = runningEngine(url, pid, log);
  onBegun?.(running);
  await untilItAnswers({ name: NAME, log, pid, withinMs: START_MS, answers: async () => answers(url) });
  return running;
}

/** What speaks MongoDB's protocol here: mongo-java-server, one node in Java. Its url is what MONGODB_URL holds. */
export const mongodb: Engine = {
  name: 'mongodb',
  what: NAME,
  async install(report) {
    await install(report);
  },
  start,
};
