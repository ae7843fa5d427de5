import { OperatorError } from '@flow/platform/values/operator-error';
import { createInterface } from 'node:readline';
import { visibleText } from './visible-text';

/** Where somebody reads a question, and where they answer. */
export interface Asked {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };
  /** Not where the output goes, which may be a file. */
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks whoever is at the terminal. Whatever is no `y` or `yes`, is no: also Ctrl-C, Ctrl-D, and a terminal that goes. Throws
 * OperatorError where there is no terminal, since no answer would ever come.
 */
export async function confirm(
  question: string,
  { input, output }: Asked = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  if (input.isTTY !== true)
    throw new OperatorError(`${question} Nobody can be asked here: say --yes to do it without asking.`);
  const asking = createInterface({ input, output, terminal: true });
  const leave = (): void => asking.close();
  process.once('SIGINT', leave);
  try {
    return await new Promise<boolean>((resolve) => {
      asking.once('close', () => {
        output.write('\n');
        resolve(false);
      });
      asking.question(`${visibleText(question)} [y/N] `, (answer) => resolve(/^y(es)?$/i.test(answer.trim())));
    });
  } finally {
    process.off('SIGINT', leave);
    asking.removeAllListeners('close');
    asking.close();
  }
}
