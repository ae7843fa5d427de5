import { isHelpAsked, WRONG_USE } from '@flow/platform/values/wrong-use';
import { say, sayFault } from './terminal';

/**
 * For a program that is told what it needs by its environment: whether to go on. Where it is asked how it is used, or given
 * arguments that it does not know, it says so and has the exit code set.
 */
export function goesOn(args: readonly string[], usage: string, known: readonly string[] = []): boolean {
  if (isHelpAsked(args)) {
    usage.split('\n').forEach(say);
    return false;
  }
  const unknown = args.filter((arg) => !known.includes(arg));
  if (unknown.length === 0) return true;
  sayFault(`${unknown.join(' ')} is not understood.\n${usage}`);
  process.exitCode = WRONG_USE;
  return false;
}
