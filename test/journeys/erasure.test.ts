import { withProductGraph } from '@flow/app/commands/product-graph';
import { erase, erasingOf } from '@flow/app/patients/erase';
import { sendMessages } from '@flow/app/feed/send';
import { appConfig } from '@flow/app/product/app-config';
import { loadConfig } from '@flow/platform/config/load-config';
import { admissions } from '../product/adt';
import { boardsOf } from '../product/boards';
import { certain } from '../product/certain';
import { idByNumber } from '../product/erasing';
import { found, foundInFiles } from '../product/needles';
import { newFolder, removeFolder, SMALL_HOSPITAL, startHere, type ProductHere } from '../product/product-here';
import { rebuild } from '../product/rebuilding';
import { ABOUT_SOMEBODY, SOMEBODY } from '../product/somebody';

const NOTE = `mutation ($input: WriteNoteInput!) { writeNote(input: $input) { __typename } }`;
const MESSAGES = `{ messages(first: 100) { nodes {
  id controlId status reason receivedAt messageType effects { owner patientIds } history { what at outcome } } } }`;

interface Listed {
  readonly messages: { readonly nodes: readonly { readonly controlId: string | null; readonly status: string }[] };
}

describe('erasure', () => {
  let folder: string;
  let here: ProductHere;
  let patientId: string;

  async function named(number: string): Promise<string | undefined> {
    return idByNumber(await here.as('bea'), number);
  }
  const messages = async () => (await (await here.as('ina')).ask<Listed>(MESSAGES)).messages.nodes;

  beforeEach(async () => {
    folder = await newFolder();
    here = await startHere(folder);
    const [first = '', ...others] = admissions(4);
    await here.tell(first, ...ABOUT_SOMEBODY.slice(0, 4), ...others, ...ABOUT_SOMEBODY.slice(4));
    // Nobody can read it; it names them by their NHS number alone.
    const junk = [Buffer.from('no message Quillfeather 9991111115')];
    const to = { host: '127.0.0.1', port: here.product.listening.mllp['ipm'] ?? 0 };
    await sendMessages(junk, { ...to, onProgress: () => undefined, answerMs: 200 });
    await here.settled();
    patientId = (await named(SOMEBODY.number)) ?? '';
    const input = { idempotencyKey: 'n1', patientId, kind: 'GENERAL', text: SOMEBODY.note };
    await (await here.as('bea')).ask(NOTE, { input });
  });
  afterEach(async () => {
    await here.stop();
    await removeFolder(folder);
  });

  const env = () => ({ NODE_ENV: 'development', DATA_DIR: folder, HOSPITAL_DIR: SMALL_HOSPITAL, LOG_LEVEL: 'silent' });
  async function erased(
    id: string,
    sure = true,
  ): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
    const asking = { config: loadConfig(appConfig, env()), env: env(), role: 'ig-officer' } as const;
    const lines: string[] = [];
    const terminal = { say: (line: string) => void lines.push(line), confirm: () => Promise.resolve(sure) };
    const erasing = erasingOf(['erase', id, '--reason', 'ERASURE_REQUEST']);
    return { code: await withProductGraph(asking, (graph) => erase(graph, erasing, terminal)), lines };
  }

  it('leaves nothing that says who somebody was, anywhere, and everybody else as they were', async () => {
    const before = await boardsOf(here);
    const kept = (await messages()).filter(({ controlId }) => !(controlId ?? 'ZQ').startsWith('ZQ'));
    expect(kept).toHaveLength(4);
    expect((await foundInFiles(folder, SOMEBODY.texts)).length).toBeGreaterThan(20);

    const { code, lines } = await erased(patientId);
    expect(code).toBe(0);
    expect(lines).toStrictEqual([
      'Zebediah Quillfeather, born 1961-02-03.',
      'What goes: 2 records with their numbers, 1 note, and every message about them.',
      'Done: 8 messages.',
      'Done: 2 records with their numbers, 1 note.',
      'Done: 0 messages that came meanwhile.',
      'Done: boards.',
      'Done: documents.',
      'Done: engines.',
      'Erased.',
    ]);

    expect(await foundInFiles(folder, SOMEBODY.texts)).toStrictEqual([]);
    expect(found(Buffer.from(here.log.join('\n')), SOMEBODY.texts)).toStrictEqual([]);
    expect(await named(SOMEBODY.number)).toBeUndefined();
    expect(await messages()).toStrictEqual(kept);
    expect(await boardsOf(here)).toStrictEqual(before);
    for (const service of ['patients', 'beds', 'ipm']) await rebuild(here, service);
    expect(await messages()).toStrictEqual(kept);
    expect(await boardsOf(here)).toStrictEqual(before);
    expect(await foundInFiles(folder, SOMEBODY.texts)).toStrictEqual([]);

    // Once more, it is as it was; the number may return, as somebody new.
    expect((await erased(patientId)).lines.at(-1)).toBe('Erased.');
    await here.tell(ABOUT_SOMEBODY[1] ?? '');
    await here.settled();
    const next = await certain('the number names somebody', 10_000, () => named(SOMEBODY.number));
    expect(next).not.toBe(patientId);
  });

  it('is in the audit: who had it done, to whom, and who had looked before', async () => {
    const bea = await here.as('bea');
    await bea.ask('query ($id: ID!) { patient(by: { id: $id }) { name { family } } }', { id: patientId });
    expect((await erased(patientId)).code).toBe(0);
    const iggy = await here.as('iggy');
    const LOOKED = 'query ($id: ID!) { whoLookedAt(patientId: $id, first: 100) { nodes { user class } } }';
    await certain('the erasure and the look are told', 10_000, async () => {
      const { whoLookedAt } = await iggy.ask<{ whoLookedAt: { nodes: { user: string; class: string }[] } }>(LOOKED, {
        id: patientId,
      });
      const has = (user: string, how: string) =>
        whoLookedAt.nodes.some((look) => look.user === user && look.class === how);
      return has('bea', 'QUERY') && has('iggy', 'MUTATION') ? true : undefined;
    });
  });

  it('is of a stopped product, too', async () => {
    await here.stop();
    expect((await erased(patientId)).lines.at(-1)).toBe('Erased.');
    expect(await foundInFiles(folder, SOMEBODY.texts)).toStrictEqual([]);
    here = await startHere(folder);
    expect(await named(SOMEBODY.number)).toBeUndefined();
    expect(await named('P3')).toBeDefined();
  });

  it('erases nobody who is in a bed, nobody unknown, and nobody when it is not meant', async () => {
    const inBed = (await named('P1')) ?? '';
    await expect(erased(inBed)).rejects.toThrow('The patient is in, on leave or expected. Nobody like that is erased.');
    await expect(erased('00000000-0000-4000-8000-000000000000')).rejects.toThrow('There is no such patient.');
    expect(await erased(patientId, false)).toMatchObject({ code: 1 });
    expect(await named(SOMEBODY.number)).toBe(patientId);
    expect(() => erasingOf(['erase', patientId])).toThrow('Use: npm run patients');
  });
});
