import { fdatasync, ftruncateSync, openSync, readFileSync, write } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stored } from './records';

const writeTo = promisify(write);
const sync = promisify(fdatasync);

/** A file of lines, each what one append wrote. Only ever appended to. */
export interface LogFile {
  /** What was in it when it was opened. */
  readonly kept: readonly (readonly Stored[])[];
  /** Queues what one append wrote; `flushed` says when it is on the disk. */
  put(events: readonly Stored[]): void;
  /** Resolves when all that was put until now is on the disk. */
  flushed(): Promise<void>;
}

const lineOf = (events: readonly Stored[]): string =>
  `${JSON.stringify(
    events.map(({ data, metadata, ...rest }) => ({
      ...rest,
      data: data.toString('base64'),
      metadata: metadata.toString('base64'),
    })),
  )}\n`;

function eventsOf(line: string): readonly Stored[] {
  // Only this file wrote it.
  const held = JSON.parse(line) as (Omit<Stored, 'data' | 'metadata'> & { data: string; metadata: string })[];
  return held.map((event) => ({
    ...event,
    data: Buffer.from(event.data, 'base64'),
    metadata: Buffer.from(event.metadata, 'base64'),
  }));
}

/** A line that was cut off by a kill was never answered: it is dropped. */
function opened(path: string) {
  const file = openSync(path, 'a+', 0o600);
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) ftruncateSync(file, whole);
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
  return { file, kept: lines.map(eventsOf) };
}

/** Opens the log of that folder. A failed write ends the process: what is in memory is then no longer what is on the disk. */
export function openLogFile(folder: string): LogFile {
  const { file, kept } = opened(join(folder, 'events.log'));
  let waiting: string[] = [];
  let running: Promise<void> | undefined;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const bytes = Buffer.from(waiting.join(''));
      waiting = [];
      for (let from = 0; from < bytes.length; from += (await writeTo(file, bytes, from)).bytesWritten);
      await sync(file);
    }
    running = undefined;
  }

  return {
    kept,
    put: (events) => void waiting.push(lineOf(events)),
    async flushed() {
      // What is being written now may have left before the last that was put.
      while (running ?? waiting.length > 0) await (running ??= drain());
    },
  };
}
