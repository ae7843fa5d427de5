import { createLog, type Log } from './log';

/** One line as it was written, without its time. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A log that keeps its lines, for tests that read them. `text` is everything as it would have left the process. */
export function recordingLog(): { readonly log: Log; readonly lines: LogLine[]; readonly text: () => string } {
  const written: string[] = [];
  const lines: LogLine[] = [];
  const destination = {
    write(line: string) {
      written.push(line);
      const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
      if (typeof time === 'string') lines.push(rest);
    },
  };
  return { log: createLog({ level: 'debug', destination }), lines, text: () => written.join('') };
}
