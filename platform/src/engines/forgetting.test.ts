import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certainly, sampleEvent } from '../event-store/testing';
import { openEmbeddedEngines } from './embedded-engines';
import type { Engines } from './engines';

const SECRET = 'Quillfeather';
const long = SECRET.repeat(2000);

/** The files of a folder in which the text stands. */
async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  const read = await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
  return read.filter(({ bytes }) => bytes.includes(text)).map(({ name }) => name);
}

describe.each([
  ['plain', undefined],
  ['hostile', { seed: 23 }],
] as const)('%s embedded engines, having deleted', (_, hostile) => {
  let folder: string;
  let engines: Engines;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flow-forgetting-'));
    engines = await openEmbeddedEngines({ folder, hostile });
  });
  afterEach(async () => {
    await engines.close();
    await rm(folder, { recursive: true });
  });

  it('hold nothing of it in any file, neither while they run nor after', async () => {
    const { events, inbox, documents } = engines;
    const people = await documents.collection<{ _id: string; name: string; tags: readonly string[] }>('people', [
      { fields: ['name'] },
      { fields: ['tags'] },
    ]);
    for (const store of [events, inbox]) {
      const secrets = [sampleEvent({ name: SECRET }), sampleEvent({ name: long })];
      const day = [...secrets, sampleEvent({ name: 'kept' })];
      await certainly(() => store.append('patient-1', 'no-stream', secrets));
      await certainly(() => store.append('day-1', 'no-stream', day));
      await certainly(() => store.deleteStream('patient-1', 1));
      await certainly(() => store.truncateBefore('day-1', 2));
    }
    await certainly(() =>
      people.replaceOne({ _id: '1' }, { _id: '1', name: SECRET, tags: [SECRET, long] }, { upsert: true }),
    );
    await certainly(() => people.deleteMany({ _id: '1' }));
    expect(await filesWith(folder, SECRET)).not.toStrictEqual([]);

    expect(await engines.forget()).toBe('done');
    expect(await filesWith(folder, SECRET)).toStrictEqual([]);
    const { events: kept } = await events.read('day-1', { limit: 9 });
    expect(kept.map(({ revision, data }) => ({ revision, data }))).toStrictEqual([
      { revision: 2, data: { name: 'kept' } },
    ]);
  });

  it('give no position twice, also after a start, and go on with revisions', async () => {
    const [one, other] = [sampleEvent(), sampleEvent()];
    const first = await certainly(() => engines.events.append('patient-1', 'no-stream', [one]));
    await certainly(() => engines.events.deleteStream('patient-1', 0));
    await engines.forget();
    await engines.forget();
    await engines.close();
    engines = await openEmbeddedEngines({ folder, hostile });
    const again = await certainly(() => engines.events.append('patient-1', 'no-stream', [other]));
    expect(again.revision).toBe(1);
    expect(again.position > first.position).toBe(true);
  });

  it('forget while others write', async () => {
    const write = async (stream: string) => {
      for (let revision = -1; revision < 30; revision += 1) {
        const event = sampleEvent();
        await certainly(() => engines.events.append(stream, revision < 0 ? 'no-stream' : revision, [event]));
      }
    };
    await certainly(() => engines.events.setMaxCount('busy-1', 2));
    await Promise.all([write('busy-1'), write('busy-2'), engines.forget(), engines.forget()]);
    await engines.forget();
    const counts = ['busy-1', 'busy-2'].map(async (of) => (await engines.events.read(of, { limit: 99 })).events.length);
    expect(await Promise.all(counts)).toStrictEqual([2, 31]);
  });
});
