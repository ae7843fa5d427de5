import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { OperatorError } from '@flow/platform/values/operator-error';

/** What the command line asks for. */
export interface Asked {
  readonly names: readonly string[];
  readonly action: 'start' | 'stop' | 'clean';
  /** Where data, logs and what is remembered of running engines stand. */
  readonly data: string;
}

export const USAGE = 'npm run engines -- [NAME …] [--stop | --clean] [--data FOLDER]';
const DATA = join(__dirname, '..', 'data');

/** All engines where none is named. Throws OperatorError for what it does not know. */
export function askedOf(args: readonly string[], known: readonly string[]): Asked {
  const { values, positionals } = parsed(args);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new OperatorError(`There is no engine ${unknown.join(', ')}: ${known.join(', ')}.`);
  if (values.stop && values.clean) throw new OperatorError('--clean stops them, too: leave out --stop.');
  return {
    names: positionals.length > 0 ? known.filter((name) => positionals.includes(name)) : known,
    action: values.clean ? 'clean' : values.stop ? 'stop' : 'start',
    data: values.data ?? DATA,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stop: { type: 'boolean', default: false },
        clean: { type: 'boolean', default: false },
        data: { type: 'string' },
      },
    });
  } catch (cause) {
    throw new OperatorError(`That is not understood. ${USAGE}`, { cause });
  }
}
