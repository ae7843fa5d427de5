import pino from 'pino';
import { errorFields } from './error-fields';
import { writableFields, type LogFields } from './log-fields';

/** A sentence written in the code. One that was put together at run time, and so might name somebody, does not compile. */
export type Sentence<Text extends string> = Partial<Record<Text, unknown>> extends Record<Text, unknown> ? never : Text;

/** Where a program says what it does. A line is one fixed sentence and named fields; nothing else can be written. */
export interface Log {
  debug<Text extends string>(sentence: Sentence<Text>, fields?: LogFields): void;
  info<Text extends string>(sentence: Sentence<Text>, fields?: LogFields): void;
  warn<Text extends string>(sentence: Sentence<Text>, fields?: LogFields): void;
  error<Text extends string>(sentence: Sentence<Text>, fields?: LogFields): void;
  /** The same log with these fields on every line. */
  with(fields: LogFields): Log;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogOptions {
  readonly level?: LogLevel | undefined;
  /** On every line. */
  readonly fields?: LogFields | undefined;
  /** Where the lines go, each one JSON object; standard output if not told. */
  readonly destination?: { write(line: string): void } | undefined;
}

function written(fields: LogFields | undefined): object {
  if (!fields) return {};
  const plain = writableFields(fields);
  return fields.error === undefined ? plain : { ...plain, error: errorFields(fields.error) };
}

function over(logger: pino.Logger): Log {
  return {
    debug: (sentence, fields) => logger.debug(written(fields), sentence),
    info: (sentence, fields) => logger.info(written(fields), sentence),
    warn: (sentence, fields) => logger.warn(written(fields), sentence),
    error: (sentence, fields) => logger.error(written(fields), sentence),
    with: (fields) => over(logger.child(written(fields))),
  };
}

/** A log of one JSON object a line: `level`, `time` (UTC), the fields, and the sentence as `msg`. */
export function createLog({ level = 'info', fields, destination }: LogOptions = {}): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // The fields are plain already; without this pino would write an error's message, too.
    serializers: { err: () => undefined },
  };
  const log = over(pino(options, destination ?? pino.destination({ dest: 1, sync: true })));
  return fields ? log.with(fields) : log;
}

/** A log that nobody reads. */
export const silentLog: Log = createLog({ level: 'silent', destination: { write: () => undefined } });
