import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { certainly, sampleEvent } from '../event-store/testing';
import { openEmbeddedEngines } from './embedded-engines';
import { refuseEmbeddedInProduction } from './engine-choice';
import { openTestEngines } from './testing';

/** A program in a process of its own, which reads this folder's TypeScript; the data folder is its argument. */
function startProgram(body: string, folder: string): { readonly child: ChildProcess; readonly lines: Interface } {
  const program = `
    const { transformFileSync } = require('@swc/core');
    require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' }, swcrc: false }).code, file);
    const say = (line) => require('node:fs').writeSync(1, line + '\\n');
    const { openEmbeddedEngines } = require(${JSON.stringify(join(__dirname, 'embedded-engines.ts'))});
    const { sampleEvent } = require(${JSON.stringify(join(__dirname, '../event-store/testing.ts'))});
    (async () => { const folder = process.argv[1]; ${body} })().catch((error) => say('failed: ' + error.message));`;
  const child = spawn(process.execPath, ['-e', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: __dirname,
  });
  return { child, lines: createInterface({ input: child.stdout }) };
}

const ended = async (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });

describe('embedded engines', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flow-embedded-'));
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('keep four files, a key and the lock, for their owner alone', async () => {
    const engines = await openEmbeddedEngines({ folder: join(folder, 'new', 'data') });
    const names = await readdir(join(folder, 'new', 'data'));
    for (const name of ['events.db', 'inbox.db', 'bus.db', 'documents.db', 'site.key', 'lock'])
      expect(names).toContain(name);
    for (const name of ['events.db', 'events.db-wal', 'inbox.db', 'bus.db', 'documents.db', 'site.key']) {
      const { mode } = await stat(join(folder, 'new', 'data', name));
      expect({ name, mode: mode & 0o777 }).toStrictEqual({ name, mode: 0o600 });
    }
    expect(engines.siteKey).toHaveLength(32);
    expect(engines.siteKey).toStrictEqual(await readFile(join(folder, 'new', 'data', 'site.key')));
    await engines.close();
  });

  it('are shared by those who open the folder in one process, until the last closes them', async () => {
    const [first, second] = await Promise.all([
      openEmbeddedEngines({ folder }),
      openEmbeddedEngines({ folder: `${folder}/.` }),
    ]);
    expect(second.events).toBe(first.events);
    await first.close();
    await first.close();
    expect((await second.events.append('stay-1', 'no-stream', [sampleEvent()])).revision).toBe(0);
    await second.close();
    const third = await openEmbeddedEngines({ folder });
    expect((await third.events.read('stay-1', { limit: 1 })).events).toHaveLength(1);
    expect(await third.events.epoch()).not.toBe(await third.inbox.epoch());
    await third.close();
  });

  it('are refused to a second process, which is told the folder and who has it', async () => {
    const { child, lines } = startProgram(
      `await openEmbeddedEngines({ folder }); say('open'); setInterval(() => {}, 1000);`,
      folder,
    );
    for await (const line of lines) {
      expect(line).toBe('open');
      break;
    }
    await expect(openEmbeddedEngines({ folder })).rejects.toThrow(
      `The data folder ${folder} is in use by process ${child.pid ?? 0}. Stop that process, or give this one another folder.`,
    );
    const gone = ended(child);
    child.kill('SIGKILL');
    await gone;
    await (await openEmbeddedEngines({ folder })).close();
  });

  it('lose no acknowledged append when the process is killed', async () => {
    for (const [round, acknowledgements] of [40, 90, 150].entries()) {
      const stream = `stay-${round}`;
      const { child, lines } = startProgram(
        `const { events } = await openEmbeddedEngines({ folder });
         const writer = async (stream) => {
           let expected = 'no-stream';
           for (;;) {
             const { revision } = await events.append(stream, expected, [sampleEvent(), sampleEvent()]);
             say(stream + ' ' + revision);
             expected = revision;
           }
         };
         for (const suffix of ['a', 'b', 'c', 'd']) void writer('${stream}-' + suffix);`,
        folder,
      );
      const gone = ended(child);
      const acknowledged = new Map<string, number>();
      let count = 0;
      for await (const line of lines) {
        const [name = '', revision] = line.split(' ');
        acknowledged.set(name, Number(revision));
        count += 1;
        if (count === acknowledgements) child.kill('SIGKILL');
      }
      await gone;
      const engines = await openEmbeddedEngines({ folder });
      expect(acknowledged.size).toBe(4);
      for (const [name, revision] of acknowledged) {
        const { events } = await engines.events.read(name, { limit: 4096 });
        expect(events.length).toBeGreaterThanOrEqual(revision + 1);
        // Whole appends of two, without a gap.
        expect(events.length % 2).toBe(0);
        expect(events.map((event) => event.revision)).toStrictEqual(events.map((_, index) => index));
      }
      await engines.close();
    }
  });

  it('are refused with another site key, or without the one they had', async () => {
    await (await openEmbeddedEngines({ folder })).close();
    const file = join(folder, 'site.key');
    const key = await readFile(file);
    await writeFile(file, Buffer.alloc(32, 7));
    await expect(openEmbeddedEngines({ folder })).rejects.toThrow(
      /is not the key that this data folder was written with/,
    );
    await writeFile(file, Buffer.alloc(8));
    await expect(openEmbeddedEngines({ folder })).rejects.toThrow(/has 8 bytes, not 32/);
    await rm(file);
    await expect(openEmbeddedEngines({ folder })).rejects.toThrow(/is missing/);
    await writeFile(file, key);
    await (await openEmbeddedEngines({ folder })).close();
  });
});

describe('engines for tests', () => {
  it('are hostile in the same way for the same seed', async () => {
    const outcomes = async (): Promise<readonly string[]> => {
      const engines = await openTestEngines({ hostile: { seed: 7 } });
      const results: string[] = [];
      for (let index = 0; index < 60; index += 1) {
        const event = { ...sampleEvent(), id: `00000000-0000-5000-8000-${String(index).padStart(12, '0')}` };
        const append = async () => engines.events.append(`stay-${index}`, 'no-stream', [event]);
        results.push(
          await append().then(
            ({ position }) => position,
            (error: unknown) => String(error),
          ),
        );
        await certainly(append);
      }
      await engines.close();
      return results;
    };
    const first = await outcomes();
    expect(await outcomes()).toStrictEqual(first);
    expect(first.some((outcome) => outcome.startsWith('OutcomeUnknown'))).toBe(true);
  });
});

describe('the choice of engines', () => {
  it('refuses embedded ones in production, unless one machine is meant', () => {
    expect(() => refuseEmbeddedInProduction({ nodeEnv: 'production', singleNode: false })).toThrow(/SINGLE_NODE=true/);
    refuseEmbeddedInProduction({ nodeEnv: 'production', singleNode: true });
    refuseEmbeddedInProduction({ nodeEnv: undefined, singleNode: false });
  });
});
