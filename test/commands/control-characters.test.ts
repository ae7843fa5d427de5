import { admissions } from '../product/adt';
import { newFolder, removeFolder, startHere, type ProductHere } from '../product/product-here';
import { runCommand } from '../product/running-command';

/** Clears the screen, turns writing round, and goes back over the line. */
const ESCAPING = /\u001b\[2J|\u202e|\u0008|\u009b/;
const PATIENT = '{ patient(by: { hospitalNumber: { authority: "RXX", value: "P1" } }) { id } }';

/** Hostile text in PID-5 and MSH-10. */
const hostile = (message: string): string =>
  message
    .replace('Testperson1', 'Test\u001b[2J\u202eperson\u0008')
    .replace('|P|2.4', '\u001b[2J\u009b|P|2.4')
    .replace('|AL|NE', '|AL|NE||UNICODE UTF-8');

describe('text of a sender that would draw over what a command says', () => {
  let folder: string;
  let here: ProductHere;
  beforeAll(async () => {
    folder = await newFolder();
    here = await startHere(folder);
    await here.tell(...admissions(1).map(hostile));
    await here.settled();
  });
  afterAll(async () => {
    await here.stop();
    await removeFolder(folder);
  });

  it('is shown, not obeyed, in a list of messages, in one, and in its text', async () => {
    const list = await runCommand(folder, ['app/ipm/main', 'list']);
    expect(list).toMatchObject({ code: 0, errors: '' });
    expect(list.output).toContain('\\u001b[2J\\u009b');
    const [id = ''] = list.output.split(' ');
    const shown = await runCommand(folder, ['app/ipm/main', 'show', id]);
    expect(shown.output).toContain('Test\\X1B\\[2J\\u202eperson\\X08\\');
    for (const { output } of [list, shown]) expect(output).not.toMatch(ESCAPING);
    const text = await runCommand(folder, ['app/ipm/main', 'show', id, '--text']);
    expect(text.output).toContain('Test\\X1B\\[2J\u202eperson\\X08\\');
  });

  it('is shown where somebody confirms an erasure', async () => {
    const { patient } = await (await here.as('bea')).ask<{ readonly patient: { readonly id: string } }>(PATIENT);
    const { output } = await runCommand(folder, [
      'app/patients/main',
      'erase',
      patient.id,
      '--reason',
      'TEST_DATA',
      '--yes',
    ]);
    expect(output).toContain('Test\\u001b[2J\\u202eperson\\u0008');
    expect(output).not.toMatch(ESCAPING);
  });
});
