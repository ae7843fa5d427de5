import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { admissions } from '../product/adt';
import { becoming } from '../product/certain';
import { newFolder, removeFolder, SMALL_HOSPITAL, startHere, type ProductHere } from '../product/product-here';
import { runCommand } from '../product/running-command';

/** A command of the command line, and what it does to a product in which two patients lie in ward W1. */
interface Tried {
  readonly name: string;
  /** `files`: a folder of the hospital's CSV files, changed by `prepare`. */
  readonly run: (files: string) => readonly [program: string, ...args: string[]];
  readonly prepare?: (files: string) => Promise<void>;
  readonly says: RegExp;
  /** What the product then tells whoever asks it. */
  readonly then: (here: ProductHere) => Promise<unknown>;
  readonly is: unknown;
}

const SHOWS_WITHIN_MS = 30_000;

interface NamesAnswer {
  readonly wardBoard: { readonly beds: readonly { readonly name: string; readonly occupants: readonly object[] }[] };
}

const NAMES = '{ wardBoard(wardId: "W1") { beds { name occupants { family } } } }';

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

const boardOf = async (here: ProductHere): Promise<NamesAnswer> => (await here.as('bea')).ask<NamesAnswer>(NAMES);

/** Each command that acts on data. Add yours: it is tried on the running product and on the stopped one. */
const COMMANDS: readonly Tried[] = [
  {
    name: 'setup import',
    run: (files) => ['app/setup/main', 'import', files, '--yes'],
    prepare: (files) => rewrite(join(files, 'beds.csv'), (text) => text.replace('Bed 3', 'Window')),
    says: /beds\.csv: 0 new, 1 changed, 0 gone\n {2}~ W1-03 {2}name: Bed 3 → Window\nTaken: the estate\.\n$/,
    then: async (here) => (await boardOf(here)).wardBoard.beds[2]?.name,
    is: 'Window',
  },
  {
    name: 'rebuild',
    run: () => ['app/rebuild/main', 'beds'],
    says: /Rebuilt beds from \d+ events, and taken into use\.\n$/,
    then: async (here) => (await boardOf(here)).wardBoard.beds.filter(({ occupants }) => occupants.length > 0).length,
    is: 2,
  },
];

describe.each(COMMANDS.map((command) => [command.name, command] as const))(
  '%s',
  (_name, { run, prepare, says, then, is }) => {
    let folder: string;
    let files: string;
    let here: ProductHere;
    beforeEach(async () => {
      folder = await newFolder();
      files = await newFolder();
      await cp(SMALL_HOSPITAL, files, { recursive: true });
      await prepare?.(files);
      here = await startHere(folder);
      await here.tell(...admissions(2));
      await here.settled();
    });
    afterEach(async () => {
      await here.stop();
      await removeFolder(folder);
      await removeFolder(files);
    });

    it('acts on the running product', async () => {
      const { code, output, errors } = await runCommand(folder, run(files));
      // The bar of how far it is comes on the other line.
      expect({ code, errors: code === 0 ? '' : errors }).toStrictEqual({ code: 0, errors: '' });
      expect(output).toMatch(says);
      expect(await becoming(is, SHOWS_WITHIN_MS, () => then(here))).toStrictEqual(is);
    });

    it('acts on the stopped product, which then starts with what was done', async () => {
      await here.stop();
      const { code, output, errors } = await runCommand(folder, run(files));
      expect({ code, errors: code === 0 ? '' : errors }).toStrictEqual({ code: 0, errors: '' });
      expect(output).toMatch(says);
      here = await startHere(folder);
      expect(await becoming(is, SHOWS_WITHIN_MS, () => then(here))).toStrictEqual(is);
    });
  },
);
