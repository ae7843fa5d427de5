import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { OperatorError } from '@flow/platform/values/operator-error';
import type { Report } from './engine';
import { madeBeside } from './made-beside';

/** What was fetched stays here, for every data folder and test. */
export const CACHE = join(__dirname, '..', 'cache');

const FETCH = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const MARK = 'fetched.txt';
const LAST_LINES = 12;
const REMEDIES: Readonly<Record<string, string>> = {
  java: 'Java 17 is needed: install openjdk-17-jre-headless (Debian), or any Java from 17 on.',
  javac: 'A Java 17 compiler is needed: install openjdk-17-jdk-headless (Debian), or any JDK from 17 on.',
  mvn: 'Maven is needed: install maven (Debian).',
};

/** Throws OperatorError with the remedy, in one line, where a program is missing. */
export function requirePrograms(what: string, programs: readonly string[]): void {
  const missing = programs.filter((program) => spawnSync(program, ['-version']).error !== undefined);
  if (missing.length === 0) return;
  throw new OperatorError(`${what} cannot be run here. ${missing.map((name) => REMEDIES[name] ?? name).join(' ')}`);
}

/** Runs a program to its end. Throws OperatorError with its last lines where it did not end well. */
export async function runToEnd(what: string, command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const failed = once(child, 'error').then(([error]: unknown[]) => Promise.reject(error as Error));
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const [output, errors] = await Promise.race([ended, failed]);
  if (child.exitCode === 0) return output;
  const last = `${output}${errors}`.trimEnd().split('\n').slice(-LAST_LINES);
  throw new OperatorError(`${what} failed:\n${last.join('\n')}`);
}

export interface Jars {
  /** For people, and the name of the folder in the cache: `kafka-4.1.1`. */
  readonly name: string;
  /** `group:artifact:version`, each with all that it needs. */
  readonly artifacts: readonly string[];
}

/** Fetches the jars where they are not there as listed, and gives the class path that holds them. */
export async function fetchJars({ name, artifacts }: Jars, report: Report): Promise<string> {
  const folder = join(CACHE, name);
  const mark = join(folder, MARK);
  const wanted = artifacts.join('\n');
  if ((await readFile(mark, 'utf8').catch(() => '')) !== wanted) {
    requirePrograms(name, ['mvn']);
    report(`Fetching ${name} from Maven Central.`);
    await rm(folder, { recursive: true, force: true });
    await madeBeside(folder, async (into) => {
      const pom = join(into, 'pom.xml');
      await writeFile(pom, pomOf(name, artifacts));
      const jars = `-DoutputDirectory=${join(into, 'jars')}`;
      await runToEnd(`Fetching ${name}`, 'mvn', ['-q', '-B', '-f', pom, FETCH, jars]);
      await writeFile(join(into, MARK), wanted);
    });
  }
  return join(folder, 'jars', '*');
}

function pomOf(name: string, artifacts: readonly string[]): string {
  const dependencies = artifacts.map((artifact) => {
    const [group, id, version] = artifact.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${id}</artifactId><version>${version}</version></dependency>`;
  });
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>',
    `<groupId>engines</groupId><artifactId>${name}</artifactId><version>1</version><packaging>pom</packaging>`,
    `<dependencies>${dependencies.join('')}</dependencies></project>`,
  ].join('\n');
}
