import { readdir } from 'node:fs/promises';
import { newFolder, removeFolder } from '../product/product-here';
import { runCommand } from '../product/running-command';

/** Every command, with something that it does not understand. */
const COMMANDS: readonly (readonly [program: string, ...wrong: string[]])[] = [
  ['app/main', '--prot', '4000'],
  ['app/audit/main', 'verify', '--since', '2026-01-01'],
  ['app/backup/main', 'make'],
  ['app/board/main', '--twice'],
  ['app/feed/main'],
  ['app/generate/main', '--chekc'],
  ['app/ipm/main', 'lsit'],
  ['app/patients/main', 'erase'],
  ['app/rebuild/main', 'wards'],
  ['app/setup/main', 'export'],
  ['engines/main', '--halt'],
  ['engines/start/main', '--stop'],
  ['bench/main', '--slow'],
];

describe('the use of a command', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await newFolder();
  });
  afterAll(() => removeFolder(folder));

  it.each(COMMANDS)('%s is told where it is asked for, and nothing is done', async (program) => {
    const { code, output, errors } = await runCommand(folder, [program, '--help']);
    expect({ code, errors }).toStrictEqual({ code: 0, errors: '' });
    expect(output).toMatch(/^(Use: )?npm (run |start)/);
    expect(await readdir(folder)).toStrictEqual([]);
  });

  it.each(COMMANDS)('%s is told where it was not understood, which ends with 2', async (program, ...wrong) => {
    const { code, output, errors } = await runCommand(folder, [program, ...wrong]);
    expect({ code, output }).toStrictEqual({ code: 2, output: '' });
    expect(errors).toMatch(/npm (run |start)/);
    expect(await readdir(folder)).toStrictEqual([]);
  });

  it('of an erasure names the reasons that there are', async () => {
    const { code, errors } = await runCommand(folder, ['app/patients/main', 'erase', 'x', '--reason', 'X']);
    expect(code).toBe(2);
    expect(errors).toMatch(/^--reason X: it may be ERASURE_REQUEST, .* or TEST_DATA\.\n$/);
  });
});
