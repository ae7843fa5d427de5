import { visible, visibleLines } from './visible';

/** One line to whoever runs the command, every character of it seen. */
export const say = (line: string): void => void process.stdout.write(`${visible(line)}\n`);

/** What went wrong, of as many lines as it has. */
export const sayFault = (text: string): void => void process.stderr.write(`${visibleLines(text)}\n`);
