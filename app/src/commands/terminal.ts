import { visibleText } from './visible-text';

/** One line to whoever runs the command, every character of it seen. */
export const say = (line: string): void => void process.stdout.write(`${visibleText(line)}\n`);

/** What went wrong, of as many lines as it has. */
export const sayFault = (text: string): void =>
  void process.stderr.write(`${text.split('\n').map(visibleText).join('\n')}\n`);
