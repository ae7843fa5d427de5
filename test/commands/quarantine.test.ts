import { withProductGraph } from '@flow/app/commands/product-graph';
import { messageCommandOf } from '@flow/app/ipm/message-arguments';
import { workMessages } from '@flow/app/ipm/work-messages';
import { appConfig } from '@flow/app/product/app-config';
import { loadConfig } from '@flow/platform/config/load-config';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { admissions } from '../product/adt';
import { newFolder, removeFolder, SMALL_HOSPITAL, startHere, type ProductHere } from '../product/product-here';

/** The number of a patient, of whatever message it is. */
const NUMBER = /^(PID\|[^|]*\|[^|]*\|)[^|]*/m;

describe('npm run ipm on messages in quarantine', () => {
  let folder: string;
  let here: ProductHere | undefined;
  beforeEach(async () => {
    folder = await newFolder();
    here = await startHere(folder);
    const [whole = '', other = ''] = admissions(2);
    await here.tell(whole.replaceAll('\r', '\n').replace(NUMBER, '$1').replaceAll('\n', '\r'), other);
    await here.settled();
  });
  afterEach(async () => {
    await here?.stop();
    await removeFolder(folder);
  });

  async function ipm(line: string, answer = true) {
    const env = { NODE_ENV: 'development', DATA_DIR: folder, HOSPITAL_DIR: SMALL_HOSPITAL, LOG_LEVEL: 'silent' };
    const lines: string[] = [];
    const desk = {
      write: (text: string) => void lines.push(text),
      writeText: (text: string) => void lines.push(text),
      confirm(question: string) {
        lines.push(question);
        return Promise.resolve(answer);
      },
    };
    const asking = { config: loadConfig(appConfig, env), env, role: 'integration-operator' } as const;
    const code = await withProductGraph(asking, async (graph) =>
      workMessages({ ...messageCommandOf(line.split(' ')), graph, desk }),
    );
    return { code, lines, text: lines.join('\n') };
  }

  async function stuck(): Promise<string> {
    const { lines } = await ipm('list --status QUARANTINED');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/ QUARANTINED NO_PATIENT_IDENTIFIER$/);
    return lines[0]?.split(' ')[0] ?? '';
  }

  /** A file with the text of the message, its number put in. */
  async function mended(id: string): Promise<string> {
    const { text } = await ipm(`show ${id} --text`);
    const file = join(folder, 'mended.hl7');
    await writeFile(file, text.replace(NUMBER, '$1Z900001^^^RXX^MR'));
    return file;
  }

  it('finds, shows, tries out, edits and tells a message of the running product', async () => {
    const id = await stuck();
    expect((await ipm(`show ${id}`)).text).toMatch(/SETTLED QUARANTINED NO_PATIENT_IDENTIFIER/);
    expect((await ipm(`retry ${id}`, false)).lines.slice(1)).toStrictEqual([
      'Dry run: QUARANTINED NO_PATIENT_IDENTIFIER. Nothing was told.',
      'Tell it?',
      'Nothing was done.',
    ]);
    const file = await mended(id);
    expect((await ipm(`dry-run ${id} --file ${file}`)).text).toMatch(
      /^Dry run: APPLIED\. .*\nWould tell: person, stay ADMITTED/,
    );
    const edited = await ipm(`edit ${id} ${file} --reason WRONG_IDENTIFIER --yes`);
    expect(edited).toMatchObject({ code: 0 });
    expect(edited.lines.at(-1)).toMatch(/ APPLIED \(edited\)$/);
    expect((await ipm(`show ${id}`)).text).toMatch(/EDITED WRONG_IDENTIFIER by .*\n[^]*Edited since:\n {2}PID-3: /);
    expect(await ipm(`retry ${id} --yes`)).toMatchObject({ code: 1 });
  });

  it('does the same of a stopped product', async () => {
    const id = await stuck();
    await here?.stop();
    here = undefined;
    const skipped = await ipm(`skip ${id} --reason TEST_MESSAGE --yes`);
    expect(skipped.lines.at(-1)).toMatch(/ SKIPPED TEST_MESSAGE$/);
    const edited = await ipm(`edit ${id} ${await mended(id)} --reason WRONG_IDENTIFIER --yes`);
    expect(edited.lines.at(-1)).toMatch(/ APPLIED \(edited\)$/);
  });

  it('retries a range, and says where a text is at fault', async () => {
    const id = await stuck();
    const range = '--partner ipm --from 2020-01-01T00:00:00Z --to 2090-01-01T00:00:00Z';
    expect((await ipm(`retry-range ${range}`)).lines).toStrictEqual([
      '1  QUARANTINED NO_PATIENT_IDENTIFIER',
      'Retry 1 messages?',
      '1 are retried, each when its lane is free; 0 have gone on.',
    ]);
    const file = join(folder, 'wrong.hl7');
    await writeFile(file, 'hello');
    expect(await ipm(`edit ${id} ${file} --reason OTHER --yes`)).toMatchObject({ code: 1 });
  });

  it('says which option is wrong, and what it may be', async () => {
    const range = '--from 2020-01-01T00:00:00Z --to 2090-01-01T00:00:00Z';
    const wrong = {
      'list --status QUARANTINE': /^--status QUARANTINE: it may be RECEIVED, DECODED, .* or SKIPPED\.$/,
      'list --first many': '--first many: it may be a whole number from 1 to 100.',
      'list --from yesterday': /^--from yesterday: it may be a date and time /,
      'list --partner nope': '--partner nope: it may be corpora or ipm.',
      [`retry-range --partner nope ${range}`]: '--partner nope: it may be corpora or ipm.',
      [`retry-range --partner ipm ${range} --status APPLIED`]: /^--status APPLIED: it may be QUARANTINED, HELD, /,
      'retry-range --partner ipm': 'A range is told by all of --partner, --from and --to.',
      'skip x --reason FOO': /^--reason FOO: it may be DUPLICATE_IN_IPM, .* or OTHER\.$/,
      'edit x nowhere.hl7': /^Say why, once: --reason WRONG_IDENTIFIER\|/,
    };
    for (const [line, sentence] of Object.entries(wrong)) await expect(ipm(line)).rejects.toThrow(sentence);
    expect((await ipm('list --partner corpora')).lines).toStrictEqual(['There are none.']);
  });
});
