import { OperatorError } from '../values/operator-error';

/** What of an error may be written down. */
export interface ErrorFields {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  /** `at …` lines alone: the first line of a stack repeats the message. */
  readonly frames?: readonly string[];
  readonly cause?: ErrorFields;
}

const WORD = /^[\w.-]{1,64}$/;
const FRAMES = 12;
const CAUSES = 5;

function codeOf(error: Error): string | undefined {
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && WORD.test(code) ? code : undefined;
}

function framesOf(error: Error): readonly string[] {
  if (typeof error.stack !== 'string') return [];
  const afterMessage = error.stack.indexOf(error.message) + error.message.length;
  return error.stack
    .slice(afterMessage)
    .split('\n')
    .filter((line) => /^ {4}at .+(:\d+:\d+\)?|<anonymous>\)?|native\))$/.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
}

/** Name, code and frames of whatever was thrown, and the message of our own errors only: a library may quote its input. */
export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = codeOf(error);
  const frames = framesOf(error);
  return {
    name: WORD.test(error.name) ? error.name : 'Error',
    ...(code !== undefined && { code }),
    ...(error instanceof OperatorError && { message: error.message }),
    ...(frames.length > 0 && { frames }),
    ...(error.cause !== undefined && depth < CAUSES && { cause: errorFields(error.cause, depth + 1) }),
  };
}
