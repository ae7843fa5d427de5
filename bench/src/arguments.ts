import { WrongUse } from '@flow/platform/values/wrong-use';
import { parseArgs } from 'node:util';

export interface Arguments {
  /** Which suites; all of them when none is named. */
  readonly suites: readonly string[];
  readonly quick: boolean;
  readonly engines: string;
  /** A file for the results. */
  readonly json: string | undefined;
}

export const USAGE = `Use: npm run bench -- [suite …] [--quick | --full] [--engines embedded | started | named] [--json FILE]`;

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  engines: { type: 'string', default: 'embedded' },
  json: { type: 'string' },
} as const;

/** Throws WrongUse, with the usage, for what it does not know. */
export function readArguments(argv: readonly string[], known: readonly string[]): Arguments {
  const fail = (reason: string, cause?: unknown): never => {
    throw new WrongUse(`${reason}\n${USAGE}\nSuites: ${known.join(', ')}`, { cause });
  };
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
    const strange = positionals.filter((name) => !known.includes(name));
    if (strange.length > 0) return fail(`There is no suite ${strange.join(', ')}.`);
    if (values.quick && values.full) return fail('A run is quick or full.');
    return { suites: positionals, quick: values.quick, engines: values.engines, json: values.json };
  } catch (error) {
    if (error instanceof WrongUse) throw error;
    return fail(error instanceof Error ? error.message : 'What was asked for is not known.', error);
  }
}
