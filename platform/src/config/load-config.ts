import type { z } from 'zod';
import { OperatorError } from '../values/operator-error';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration cannot be used. Names every fault, and never a value: it may be a password. */
export class BadConfiguration extends OperatorError {}

/** As a compose file or a shell leaves it when nothing was meant. */
const isBlank = (value: string | undefined): boolean => value === undefined || value.trim() === '';

function faultOf(issue: z.core.$ZodIssue, env: Environment): string {
  const [name, ...inside] = issue.path.map(String);
  if (name === undefined) return `  ${issue.message}`;
  const where = [name, ...inside].join('.');
  return isBlank(env[name]) && issue.code !== 'custom' ? `  ${where}: is not set` : `  ${where}: ${issue.message}`;
}

const meant = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => !isBlank(value)));

const faultsOf = (schema: z.ZodType, env: Environment): string[] =>
  schema.safeParse(meant(env)).error?.issues.map((issue) => faultOf(issue, env)) ?? [];

/**
 * Reads the environment once, by one schema. Blank counts as not set. Throws BadConfiguration with all faults together: also
 * those of other schemas that will read the same environment, so that a second start does not find what the first could tell.
 */
export function loadConfig<Config>(
  schema: z.ZodType<Config>,
  env: Environment,
  others: readonly z.ZodType[] = [],
): Readonly<Config> {
  const parsed = schema.safeParse(meant(env));
  const faults = [schema, ...others].flatMap((each) => faultsOf(each, env));
  if (parsed.success && faults.length === 0) return Object.freeze(parsed.data);
  throw new BadConfiguration(`Bad configuration:\n${[...new Set(faults)].join('\n')}`);
}
