import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WrongUse } from '@flow/platform/values/wrong-use';

/** What the command line asks for. */
export interface Asked {
  readonly names: readonly string[];
  readonly action: 'start' | 'stop' | 'clean';
  /** Where data, logs and what is remembered of running engines stand. */
  readonly data: string;
}

export const USAGE = 'Use: npm run engines -- [NAME …] [--stop | --clean] [--data FOLDER]';
export const START_USAGE = 'Use: npm run start:engines -- [--data FOLDER]';
const DATA = join(__dirname, '..', 'data');

/** All engines where none is named. Throws WrongUse for what it does not know. */
export function askedOf(args: readonly string[], known: readonly string[]): Asked {
  const { values, positionals } = parsed(args);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new WrongUse(`There is no engine ${unknown.join(', ')}: ${known.join(', ')}.`);
  if (values.stop && values.clean) throw new WrongUse('--clean stops them, too: leave out --stop.');
  return {
    names: positionals.length > 0 ? known.filter((name) => positionals.includes(name)) : known,
    action: values.clean ? 'clean' : values.stop ? 'stop' : 'start',
    data: values.data ?? DATA,
  };
}

/** What `npm run start:engines` is asked: where data lies. The product needs every engine, and Ctrl-C is what stops it. Throws WrongUse. */
export function dataAskedOf(args: readonly string[], known: readonly string[]): string {
  const { names, action, data } = askedOf(args, known);
  if (action === 'start' && names.length === known.length) return data;
  throw new WrongUse(
    `npm run start:engines starts the product on all engines. ${START_USAGE}. Ctrl-C stops the product; npm run engines starts, stops and cleans single engines.`,
  );
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
    throw new WrongUse(`That is not understood. ${USAGE}`, { cause });
  }
}
