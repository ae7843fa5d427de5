import { PassThrough } from 'node:stream';
import { confirm } from './confirm';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

function terminal(isTTY = true) {
  const input = Object.assign(new PassThrough(), { isTTY });
  return { input, output: new PassThrough() };
}

describe('a question before something is done for good', () => {
  it.each([
    ['y', 'y\r', true],
    ['yes, in capitals', 'YES\r', true],
    ['nothing', '\r', false],
    ['another word', 'yesterday\r', false],
    ['Ctrl-C', CTRL_C, false],
    ['Ctrl-D', CTRL_D, false],
    ['Ctrl-C behind a yes', `yes${CTRL_C}`, false],
  ])('takes %s for what it is', async (_what, typed, sure) => {
    const { input, output } = terminal();
    const answered = confirm('Erase them?', { input, output });
    input.write(typed);
    expect(await answered).toBe(sure);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });

  it('takes a terminal that goes for no', async () => {
    const { input, output } = terminal();
    const answered = confirm('Erase them?', { input, output });
    input.end();
    expect(await answered).toBe(false);
  });

  it('is refused, with what to say instead, where nobody can answer', async () => {
    await expect(confirm('Erase them?', terminal(false))).rejects.toThrow(
      'Erase them? Nobody can be asked here: say --yes to do it without asking.',
    );
  });
});
